/** A connection without a socket to a server without threads, for what depends on which commands are read together. */
import { defaultLimits } from '../../protocol/resp/limits.ts';
import { encodeCommand } from '../../protocol/resp/request-writer.ts';
import { Connection } from '../../src/io/connection.ts';
import { Session, type SessionHost } from '../../src/io/session.ts';
import { NullTransport } from '../bench/scaling/null-transport.ts';
import type { InProcess } from './in-process.ts';

class Recorder extends NullTransport {
  text = '';
  override write(buf: Buffer, start: number, end: number): boolean {
    this.text += buf.toString('latin1', start, end);
    return true;
  }
}

/** A connection whose requests arrive in one piece, as those of a pipelining client do. */
export class Pipeline {
  readonly server: InProcess;
  readonly #session: Session;
  readonly #transport: Recorder;
  readonly connection: Connection;
  isParked = false;

  constructor(server: InProcess) {
    this.server = server;
    const host: SessionHost = {
      takesTurns: false,
      beginBatch: () => true,
      endBatch: () => undefined,
      reserveLarge: () => 1,
      waitsForRoom: () => undefined,
      unreserveLarge: () => undefined,
      parked: () => {
        this.isParked = true;
      },
      outputAllowed: () => true,
      outputFits: () => true,
      closed: () => undefined,
    };
    this.#session = new Session(server.dispatcher, defaultLimits(), host);
    this.#transport = new Recorder(this.#session);
    this.connection = new Connection(this.#transport, server.client, this.#session.limits);
    this.#transport.owner = this.connection;
  }

  send(commands: readonly (readonly string[])[]): string {
    this.#transport.text = '';
    const bytes = Buffer.concat(commands.map((command) => encodeCommand(command)));
    this.#session.onData(this.#transport, bytes, 0, bytes.length);
    // The next read overwrites them.
    bytes.fill(0);
    return this.#transport.text;
  }

  /** Offers the command that waits again. */
  resume(): string {
    this.#transport.text = '';
    this.isParked = false;
    this.#session.resume(this.connection);
    return this.#transport.text;
  }
}
