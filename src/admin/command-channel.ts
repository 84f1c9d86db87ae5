/**
 * Commands that the main thread lets io threads run: it is a client of theirs, through message ports instead of sockets.
 * Nothing on the data path waits for it, and a thread that is busy with a long command only keeps the request waiting
 * that was sent to it.
 */
import type { MessagePort } from 'node:worker_threads';
import { type Reply, ReplyParser } from '../../protocol/resp/reply-parser.ts';
import { encodeCommand } from '../../protocol/resp/request-writer.ts';
import type { ClientPort } from '../messaging/client-port.ts';

/** How long a command may take, parked ones (CLIENT PAUSE, locks) included. */
const TIMEOUT_MS = 10_000;
/** Commands that a thread is sent together: it runs them in one turn, of about 100 µs. */
const MOST_AT_ONCE = 120;

/** An argument: text is sent as UTF-8. */
export type Argument = string | number | Uint8Array;

/** A command was refused, in Redis' words (`WRONGTYPE …`). */
export class CommandError extends Error {}

/** No io thread answered in time. */
export class BusyError extends Error {}

/** Commands that were sent together, and the replies to them that have come. */
interface Batch {
  readonly replies: Reply[];
  readonly length: number;
  readonly settle: (outcome: readonly Reply[] | Error) => void;
}

/** One connection to an io thread: its end, in whatever way, is that of all that waits in it. */
class Connection {
  readonly #port: MessagePort;
  readonly #left: Int32Array;
  readonly #parser = new ReplyParser();
  readonly #waiting: Batch[] = [];
  isOpen = true;
  #db = 0;

  constructor({ port, left }: ClientPort, answered: () => void) {
    this.#port = port;
    this.#left = new Int32Array(left);
    port.on('message', (bytes: Uint8Array) => {
      answered();
      this.#parser.feed(bytes);
      for (let reply = this.#parser.next(); reply !== undefined; reply = this.#parser.next()) this.#take(reply);
    });
    port.on('close', () => this.#end('the server is stopping'));
    port.unref();
  }

  /** Batches without all of their replies. */
  get pending(): number {
    return this.#waiting.length;
  }

  send(db: number, commands: readonly (readonly Argument[])[]): Promise<readonly Reply[]> {
    const requests = commands.map(encodeCommand);
    if (db !== this.#db) {
      this.#db = db;
      requests.unshift(encodeCommand(['SELECT', db]));
      void this.#wait(1).then(([reply]) => {
        // The next request for that database selects again.
        if (reply?.type === 'error') this.#db = -1;
      }, ignore);
    }
    const replies = this.#wait(commands.length);
    this.#port.postMessage(Buffer.concat(requests));
    return replies;
  }

  /**
   * Nobody waits any more, as when a client leaves: whoever asked was told that it failed, so it must not be done later.
   * Commands run in order, so what was sent behind the one that takes too long would wait as long.
   */
  abandon(): void {
    Atomics.store(this.#left, 0, 1);
    this.#port.close();
    this.#end('the server is too busy to answer');
  }

  #end(why: string): void {
    this.isOpen = false;
    for (const { settle } of this.#waiting.splice(0)) settle(new BusyError(why));
  }

  #wait(length: number): Promise<readonly Reply[]> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.abandon(), TIMEOUT_MS);
      const settle = (outcome: readonly Reply[] | Error): void => {
        clearTimeout(timer);
        if (outcome instanceof Error) reject(outcome);
        else resolve(outcome);
      };
      this.#waiting.push({ replies: [], length, settle });
    });
  }

  #take(reply: Reply): void {
    const [batch] = this.#waiting;
    if (batch === undefined) return;
    batch.replies.push(reply);
    if (batch.replies.length < batch.length) return;
    this.#waiting.shift();
    batch.settle(batch.replies);
  }
}

/** One io thread, as seen from here. */
class Line {
  readonly #connect: () => ClientPort;
  #connection: Connection;
  /** It left something unanswered, and has said nothing since. */
  #isSilent = false;

  constructor(connect: () => ClientPort) {
    this.#connect = connect;
    this.#connection = this.#open();
  }

  /** What waits for it; a thread that is silent is asked behind others. */
  get pending(): number {
    return this.#connection.pending + (this.#isSilent ? 1 : 0);
  }

  /** Sends commands for one database together. Resolves to their replies, errors among them. */
  async send(db: number, commands: readonly (readonly Argument[])[]): Promise<readonly Reply[]> {
    if (!this.#connection.isOpen) this.#connection = this.#open();
    try {
      return await this.#connection.send(db, commands);
    } catch (error) {
      this.#isSilent = true;
      throw error;
    }
  }

  #open(): Connection {
    return new Connection(this.#connect(), () => {
      this.#isSilent = false;
    });
  }
}

function ignore(): void {
  // Whoever waits for the commands behind it is told.
}

export class CommandChannel {
  readonly #lines: readonly Line[];
  readonly #databases: number;

  /** @param connects open a new connection, one to each io thread */
  constructor(connects: readonly (() => ClientPort)[], databases: number) {
    this.#lines = connects.map((connect) => new Line(connect));
    this.#databases = databases;
  }

  /** Whether there is a database of this number. */
  hasDatabase(db: number): boolean {
    return db < this.#databases;
  }

  /**
   * Runs a command in a database. Rejects with `CommandError` when it is refused, with `BusyError` when nobody answers.
   */
  async run(db: number, ...args: readonly Argument[]): Promise<Reply> {
    const [reply] = await this.#free().send(db, [args]);
    if (reply?.type === 'error') throw new CommandError(reply.value);
    return reply!;
  }

  /**
   * Runs several commands, a few at a time: between those, the threads serve their clients. Replies to commands that are
   * refused are undefined.
   */
  async runAll(db: number, commands: readonly (readonly Argument[])[]): Promise<(Reply | undefined)[]> {
    const replies: (Reply | undefined)[] = [];
    for (let first = 0; first < commands.length; first += MOST_AT_ONCE) {
      const part = await this.#free().send(db, commands.slice(first, first + MOST_AT_ONCE));
      for (const reply of part) replies.push(reply.type === 'error' ? undefined : reply);
    }
    return replies;
  }

  /** The thread that has the least to do for us. */
  #free(): Line {
    let least = this.#lines[0]!;
    for (const line of this.#lines) if (line.pending < least.pending) least = line;
    return least;
  }

  /** Runs a command whose reply is an integer. */
  async integer(db: number, ...args: readonly Argument[]): Promise<number> {
    const reply = await this.run(db, ...args);
    return Number(reply.value);
  }

  /** Runs a command whose reply is text: a status, a bulk or nothing. */
  async text(db: number, ...args: readonly Argument[]): Promise<string> {
    return textOf(await this.run(db, ...args));
  }

  /** Runs a command whose reply is an array. */
  async array(db: number, ...args: readonly Argument[]): Promise<readonly Reply[]> {
    return itemsOf(await this.run(db, ...args));
  }
}

/** Bytes of a bulk; nothing is empty. */
export function bytesOf(reply: Reply | undefined): Buffer {
  return reply?.type === 'bulk' ? reply.value : Buffer.from(textOf(reply), 'latin1');
}

/** A simple string, a bulk or a number as text, one byte a character; nothing is empty. */
export function textOf(reply: Reply | undefined): string {
  if (reply === undefined || reply.value === null) return '';
  return reply.type === 'bulk' ? reply.value.toString('latin1') : String(reply.value);
}

/** Items of an array; nothing is an empty one. */
export function itemsOf(reply: Reply | undefined): readonly Reply[] {
  return reply?.type === 'array' || reply?.type === 'set' ? reply.value : [];
}
