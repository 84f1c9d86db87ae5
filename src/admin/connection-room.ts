/**
 * Room for connections: each takes a file descriptor of those that the cache's clients need, so there is a limit; and
 * whoever holds connections open must not keep others out, health checks first of all. So when the limit is reached, a
 * new connection takes the place of the one that is missed least: one without a request, for the longest time; then one
 * whose answer nobody takes; and only then one that is at work for somebody who may use the API.
 */
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

const IDLE = 0;
const ANSWERING = 1;
const WORKING = 2;
type Use = typeof IDLE | typeof ANSWERING | typeof WORKING;

export class ConnectionRoom {
  readonly #most: number;
  /** Of each use, those that have been in it for the longest time first. */
  readonly #byUse: readonly Set<Socket>[] = [new Set(), new Set(), new Set()];

  /** @param most how many connections there may be */
  constructor(most: number) {
    this.#most = most;
  }

  /** Makes room for every connection of this server from now on. */
  watch(server: Server): void {
    server.on('connection', (socket: Socket) => {
      this.#makeRoom();
      this.#move(socket, IDLE);
      socket.once('close', () => this.#forget(socket));
    });
  }

  /** A request has come; its answer ends what the connection is used for. @param isApi whether it asks for more than is open */
  answers({ socket }: IncomingMessage, response: ServerResponse, isApi: boolean): void {
    this.#move(socket, isApi ? WORKING : ANSWERING);
    response.once('close', () => {
      if (!socket.destroyed) this.#move(socket, IDLE);
    });
  }

  #makeRoom(): void {
    if (this.#byUse.reduce((sum, { size }) => sum + size, 0) < this.#most) return;
    for (const sockets of this.#byUse) {
      for (const socket of sockets) {
        this.#forget(socket);
        socket.destroy();
        return;
      }
    }
  }

  #move(socket: Socket, use: Use): void {
    this.#forget(socket);
    this.#byUse[use]!.add(socket);
  }

  #forget(socket: Socket): void {
    for (const sockets of this.#byUse) sockets.delete(socket);
  }
}
