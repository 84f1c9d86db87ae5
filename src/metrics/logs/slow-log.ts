/**
 * The slow log of all threads: a ring of entries in shared memory.
 *
 *   word 0: lock │ floats 8, 9: id of the next entry, first id that is shown │ from byte 128: entries of 8 KiB
 *   entry: floats id, seconds, µs │ words argc, address length, name length │ address, name, then (length, bytes) × argc
 *
 * As in Redis an entry holds 32 arguments of 128 bytes. The ring has 1024 entries: a longer `slowlog-max-len` is that.
 */
import { lock, unlock } from '../../memory/lock.ts';
import { sharedBytes, sharedFloats, sharedWords } from '../../memory/sparse-memory.ts';

const CAPACITY = 1024;
const ENTRY_BYTES = 8192;
const FIRST_ENTRY = 128;
export const SLOW_LOG_BYTES: number = FIRST_ENTRY + CAPACITY * ENTRY_BYTES;
const NEXT_ID = 8;
const FIRST_ID = 9;
const TEXTS = 40;
const MAX_ARGUMENTS = 32;
const MAX_ARGUMENT_BYTES = 128;
/** Longest address and client name that are kept. */
const MAX_NAME_BYTES = 1024;

export interface SlowCommand {
  /** When it ended, seconds since 1970. */
  readonly seconds: number;
  readonly us: number;
  /** Texts of one byte a character, shortened by `shortenArguments`. */
  readonly args: readonly string[];
  readonly address: string;
  readonly clientName: string;
}

export interface SlowLogEntry extends SlowCommand {
  readonly id: number;
}

export class SlowLog {
  readonly #words: Int32Array;
  readonly #floats: Float64Array;
  readonly #bytes: Buffer;

  constructor(shared: SharedArrayBuffer) {
    this.#words = sharedWords(shared);
    this.#floats = sharedFloats(shared);
    this.#bytes = sharedBytes(shared);
  }

  /** Adds an entry; only the latest `maxLength` remain. */
  add(command: SlowCommand, maxLength: number): void {
    if (maxLength <= 0) return;
    const floats = this.#floats;
    lock(this.#words, 0);
    const id = floats[NEXT_ID]!;
    this.#write(FIRST_ENTRY + (id % CAPACITY) * ENTRY_BYTES, id, command);
    floats[NEXT_ID] = id + 1;
    floats[FIRST_ID] = Math.max(floats[FIRST_ID]!, id + 1 - Math.min(maxLength, CAPACITY));
    unlock(this.#words, 0);
  }

  #write(at: number, id: number, { seconds, us, args, address, clientName }: SlowCommand): void {
    const floats = at >> 3;
    this.#floats[floats] = id;
    this.#floats[floats + 1] = seconds;
    this.#floats[floats + 2] = us;
    const words = at >> 2;
    let to = at + TEXTS;
    const put = (text: string, most: number): number => {
      const length = this.#bytes.write(text, to, Math.min(most, at + ENTRY_BYTES - to), 'latin1');
      to += length;
      return length;
    };
    this.#words[words + 6] = args.length;
    this.#words[words + 7] = put(address, MAX_NAME_BYTES);
    this.#words[words + 8] = put(clientName, MAX_NAME_BYTES);
    for (const text of args) {
      const lengthAt = to;
      to += 2;
      this.#bytes.writeUInt16LE(put(text, MAX_ARGUMENT_BYTES * 2), lengthAt);
    }
  }

  get length(): number {
    return this.#floats[NEXT_ID]! - this.#floats[FIRST_ID]!;
  }

  /** The id that the next entry gets: as many commands were slow since the start. */
  get nextId(): number {
    return this.#floats[NEXT_ID]!;
  }

  /** The latest entries, the last one first. @param count most of them; negative for all */
  latest(count: number): SlowLogEntry[] {
    const entries: SlowLogEntry[] = [];
    const { length } = this;
    const wanted = count < 0 ? length : Math.min(count, length);
    const newest = this.#floats[NEXT_ID]! - 1;
    for (let i = 0; i < wanted; i++) {
      lock(this.#words, 0);
      const entry = this.#read(FIRST_ENTRY + ((newest - i) % CAPACITY) * ENTRY_BYTES);
      unlock(this.#words, 0);
      if (entry.id === newest - i) entries.push(entry);
    }
    return entries;
  }

  #read(at: number): SlowLogEntry {
    const floats = at >> 3;
    const words = at >> 2;
    let from = at + TEXTS;
    const take = (length: number): string => {
      from += length;
      return this.#bytes.toString('latin1', from - length, from);
    };
    const address = take(this.#words[words + 7]!);
    const clientName = take(this.#words[words + 8]!);
    const args: string[] = [];
    for (let i = 0; i < this.#words[words + 6]!; i++) {
      from += 2;
      args.push(take(this.#bytes.readUInt16LE(from - 2)));
    }
    return {
      id: this.#floats[floats]!,
      seconds: this.#floats[floats + 1]!,
      us: this.#floats[floats + 2]!,
      args,
      address,
      clientName,
    };
  }

  reset(): void {
    lock(this.#words, 0);
    this.#floats[FIRST_ID] = this.#floats[NEXT_ID]!;
    unlock(this.#words, 0);
  }
}

/**
 * The arguments of a command as the slow log keeps them: at most 32, each of at most 128 bytes, with a word on what is
 * left out. @param textOf bytes `[0, most)` of an argument as latin1; @param lengthOf its whole length
 */
export function shortenArguments(
  argc: number,
  textOf: (index: number, most: number) => string,
  lengthOf: (index: number) => number,
): string[] {
  const shown = argc > MAX_ARGUMENTS ? MAX_ARGUMENTS - 1 : argc;
  const args: string[] = [];
  for (let i = 0; i < shown; i++) {
    const text = textOf(i, MAX_ARGUMENT_BYTES);
    const more = lengthOf(i) - text.length;
    args.push(more > 0 ? `${text}... (${more} more bytes)` : text);
  }
  if (shown < argc) args.push(`... (${argc - shown} more arguments)`);
  return args;
}
