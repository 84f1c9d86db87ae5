/** Sends a trace to a server: get, and set on a miss, over a few pipelined connections. */
import type { Trace } from '../../../src/simulator/trace.ts';
import { ReplayConnection } from './replay-connection.ts';

const CONNECTIONS = 4;
/** Bytes of a value where the trace does not say. */
export const USUAL_BYTES = 512;

export interface LiveOutcome {
  readonly requests: number;
  readonly hits: number;
  readonly bytes: number;
  readonly hitBytes: number;
  readonly refused: number;
}

/** Connections are opened first, so that what they take can be measured before the replay. */
export class SocketReplay {
  readonly #trace: Trace;
  readonly #connections: ReplayConnection[] = [];
  #next = 0;
  #done: (() => void) | undefined;
  #failed: ((error: Error) => void) | undefined;
  #isPumping = false;

  constructor(trace: Trace) {
    this.#trace = trace;
  }

  async open(port: number): Promise<void> {
    for (let i = 0; i < CONNECTIONS; i++) {
      const connection = new ReplayConnection(
        () => this.#pump(),
        (error) => this.#failed?.(error),
      );
      await connection.open(port);
      this.#connections.push(connection);
    }
  }

  /** Rejects when the server closes a connection or answers a GET with an error. */
  async run(): Promise<LiveOutcome> {
    await new Promise<void>((done, failed) => {
      this.#done = done;
      this.#failed = failed;
      this.#pump();
    });
    const { keys, sizes } = this.#trace;
    const sum = (field: 'hits' | 'hitBytes' | 'refused'): number =>
      this.#connections.reduce((total, connection) => total + connection[field], 0);
    const bytes = sizes === undefined ? keys.length * USUAL_BYTES : sizes.reduce((total, size) => total + size, 0);
    return { requests: keys.length, hits: sum('hits'), bytes, hitBytes: sum('hitBytes'), refused: sum('refused') };
  }

  close(): void {
    this.#failed = undefined;
    for (const connection of this.#connections) connection.close();
  }

  /** Sends requests in the order of the trace until one has to wait. */
  #pump(): void {
    if (this.#isPumping || this.#done === undefined) return;
    this.#isPumping = true;
    const { keys, sizes } = this.#trace;
    while (this.#next < keys.length) {
      const key = keys[this.#next]!;
      const connection = this.#connections[key % CONNECTIONS]!;
      if (!connection.mayAsk(key)) break;
      connection.ask(key, sizes?.[this.#next] ?? USUAL_BYTES);
      this.#next++;
    }
    for (const connection of this.#connections) connection.flush();
    this.#isPumping = false;
    if (this.#next === keys.length && this.#connections.every((connection) => connection.isIdle)) this.#done();
  }
}
