/**
 * Room for connections: each takes a file descriptor of those that the cache's clients need, so there is a limit; and
 * whoever holds connections open must not keep others out, health checks first of all. So when the limit is reached, a
 * new connection takes the place of the one that is missed least: one without a request, for the longest time; then one
 * whose answer nobody takes; and only then one that is at work for somebody who may use the API.
 *
 * Nor may one connection ask for much at once: Node takes all requests of what it reads, some thousand, before it answers
 * the first of them. Nobody who means well sends many without waiting for an answer.
 */
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

const IDLE = 0;
const ANSWERING = 1;
const WORKING = 2;
type Use = typeof IDLE | typeof ANSWERING | typeof WORKING;

/** What Node's parser is told when what follows is no HTTP. */
const UPGRADED = 2;

/** A connection that waits for more answers than these is closed. */
const MOST_UNANSWERED = 16;

export class ConnectionRoom {
  readonly #most: number;
  /** Of each use, those that have been in it for the longest time first. */
  readonly #byUse: readonly Set<Socket>[] = [new Set(), new Set(), new Set()];
  /** How many answers each waits for. */
  readonly #unanswered = new WeakMap<Socket, number>();

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

  /**
   * A request has come; the last of its connection's answers ends what that is used for.
   *
   * @param isApi whether it asks for more than is open
   * @returns whether to answer it: a closed connection's requests still come, as many as were read with the first
   */
  takes({ socket }: IncomingMessage, response: ServerResponse, isApi: boolean): boolean {
    if (socket.destroyed) return false;
    const unanswered = this.#unanswered.get(socket) ?? 0;
    if (unanswered === MOST_UNANSWERED) {
      passOver(socket);
      this.#close(socket);
      return false;
    }
    this.#unanswered.set(socket, unanswered + 1);
    if (isApi || unanswered === 0) this.#move(socket, isApi ? WORKING : ANSWERING);
    response.once('close', () => this.#answered(socket));
    return true;
  }

  #answered(socket: Socket): void {
    const left = this.#unanswered.get(socket)! - 1;
    this.#unanswered.set(socket, left);
    if (left === 0 && !socket.destroyed) this.#move(socket, IDLE);
  }

  #makeRoom(): void {
    if (this.#byUse.reduce((sum, { size }) => sum + size, 0) < this.#most) return;
    for (const sockets of this.#byUse) {
      for (const socket of sockets) {
        this.#close(socket);
        return;
      }
    }
  }

  #close(socket: Socket): void {
    this.#forget(socket);
    socket.destroy();
  }

  #move(socket: Socket, use: Use): void {
    this.#forget(socket);
    this.#byUse[use]!.add(socket);
  }

  #forget(socket: Socket): void {
    for (const sockets of this.#byUse) sockets.delete(socket);
  }
}

/**
 * Node gives us the rest of what it has read, too, and makes an error with a stack of each request whose connection is
 * closed: 20 ms for a connection. As if the protocol changed here, the parser stops. Only time is lost if it does not.
 */
function passOver(socket: Socket): void {
  const { parser } = socket as { parser?: { onIncoming?: () => number } };
  if (parser?.onIncoming) parser.onIncoming = () => UPGRADED;
}
