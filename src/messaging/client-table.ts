// HOT: `update` runs once a read batch. No closures there, no allocation, plain stores.
/**
 * All clients of all threads, one row each, so that CLIENT LIST, KILL and UNBLOCK reach clients of other threads
 * without waiting for those threads.
 *
 * - The numbers of a row that change all the time are plain words which only its own thread writes; a reader sees
 *   some recent value of each.
 * - Texts, and whether a row is in use at all, change under the table's lock, which is held for some hundred
 *   nanoseconds.
 * - What others want of a client is a bit in its `requests` word (client-requests.ts).
 */
import { lock, unlock } from '../memory/lock.ts';
import { sharedFloats, sharedWords } from '../memory/sparse-memory.ts';
import {
  FREE_ROW,
  MAX_CLIENTS,
  ROW_COUNT,
  ROW_WORDS,
  ROWS,
  ROWS_USED,
  TABLE_LOCK,
  TEXT_BYTES,
  TEXTS_BYTE,
} from './client-memory.ts';
import {
  ACTIVE,
  ARGUMENT_BYTES,
  CHANNELS,
  type ClientFigures,
  type ClientRecord,
  type ClientState,
  type ClientTexts,
  COMMAND,
  CREATED,
  DB,
  FD,
  FLAG,
  FLAGS,
  ID,
  MEMORY,
  NEXT,
  OUTPUT,
  PATTERNS,
  QUERY,
  QUEUED,
  QUEUED_BYTES,
  REDIRECT,
  REQUEST_KILL,
  REQUESTS,
  RESP,
  SHARD_CHANNELS,
  THREAD,
  WAIT,
  WAIT_BLOCKED,
  WAIT_NONE,
  WAIT_SERVING,
  WATCHED,
} from './client-row.ts';

const TEXT_FIELDS = 6;
/** Two bytes of length for each text, then the texts one after the other. */
const TEXT_HEADER = TEXT_FIELDS * 2;

export class ClientTable {
  readonly #words: Int32Array;
  readonly #floats: Float64Array;
  readonly #texts: Buffer;
  /** A row and its texts as they were under the lock: nothing is made of them there. */
  readonly #copy = new Int32Array(ROW_WORDS);
  readonly #floatCopy = new Float64Array(this.#copy.buffer);
  readonly #textCopy = Buffer.alloc(TEXT_BYTES);

  constructor(shared: SharedArrayBuffer) {
    this.#words = sharedWords(shared);
    this.#floats = sharedFloats(shared);
    this.#texts = Buffer.from(shared, TEXTS_BYTE, MAX_CLIENTS * TEXT_BYTES);
  }

  /** Clients of all threads. */
  get count(): number {
    return Atomics.load(this.#words, ROW_COUNT);
  }

  /** Takes a row. @returns its index, or -1 when the table is full. */
  add(id: number, thread: number, fd: number, createdMs: number, texts: ClientTexts): number {
    const words = this.#words;
    lock(words, TABLE_LOCK);
    let slot = words[FREE_ROW]! - 1;
    if (slot >= 0) words[FREE_ROW] = words[ROWS + slot * ROW_WORDS + NEXT]!;
    else if (words[ROWS_USED]! < MAX_CLIENTS) slot = words[ROWS_USED]!++;
    if (slot >= 0) {
      const row = ROWS + slot * ROW_WORDS;
      for (let i = 0; i < ROW_WORDS; i++) words[row + i] = 0;
      words[row + THREAD] = thread;
      words[row + FD] = fd;
      words[row + COMMAND] = -1;
      words[row + QUEUED] = -1;
      words[row + RESP] = 2;
      const floats = row >> 1;
      this.#floats[floats + CREATED] = createdMs;
      this.#floats[floats + ACTIVE] = createdMs;
      this.#floats[floats + REDIRECT] = -1;
      this.#writeTexts(slot, texts);
      this.#floats[floats + ID] = id;
      words[ROW_COUNT]!++;
    }
    unlock(words, TABLE_LOCK);
    return slot;
  }

  /** Gives a row back, with whatever was asked of its client. */
  remove(slot: number): void {
    const words = this.#words;
    lock(words, TABLE_LOCK);
    this.#removeLocked(slot);
    unlock(words, TABLE_LOCK);
  }

  /** Gives back all rows of a thread that is gone. */
  removeThread(thread: number): void {
    const words = this.#words;
    lock(words, TABLE_LOCK);
    for (let slot = 0; slot < words[ROWS_USED]!; slot++) {
      const row = ROWS + slot * ROW_WORDS;
      if (words[row + THREAD] === thread && this.#floats[(row >> 1) + ID] !== 0) this.#removeLocked(slot);
    }
    unlock(words, TABLE_LOCK);
  }

  #removeLocked(slot: number): void {
    const words = this.#words;
    const row = ROWS + slot * ROW_WORDS;
    this.#floats[(row >> 1) + ID] = 0;
    Atomics.store(words, row + REQUESTS, 0);
    Atomics.store(words, row + WAIT, WAIT_NONE);
    words[row + NEXT] = words[FREE_ROW]!;
    words[FREE_ROW] = slot + 1;
    words[ROW_COUNT]!--;
  }

  /** Publishes what changes from batch to batch. Only the client's own thread calls it. HOT. */
  update(client: ClientState, flags: number, queryBytes: number, outputBytes: number): void {
    const words = this.#words;
    const row = ROWS + client.slot * ROW_WORDS;
    words[row + DB] = client.db;
    words[row + FLAGS] = flags;
    words[row + RESP] = client.resp;
    words[row + COMMAND] = client.lastCommand;
    words[row + QUERY] = queryBytes;
    words[row + OUTPUT] = outputBytes;
    this.#floats[(row >> 1) + ACTIVE] = client.lastActiveMs;
  }

  /** Publishes the bytes of the commands that wait with a client, which may have no row. */
  setArguments(slot: number, bytes: number): void {
    if (slot >= 0) this.#words[ROWS + slot * ROW_WORDS + ARGUMENT_BYTES] = bytes;
  }

  /** Publishes how many bytes wait for a client, which may have no row. */
  setOutput(slot: number, bytes: number): void {
    if (slot >= 0) this.#words[ROWS + slot * ROW_WORDS + OUTPUT] = bytes;
  }

  /** Publishes what a client, which may have no row, counts for in `maxmemory-clients`. */
  setMemory(slot: number, bytes: number): void {
    if (slot >= 0) this.#floats[((ROWS + slot * ROW_WORDS) >> 1) + MEMORY] = bytes;
  }

  /** Publishes the same out of order, from inside a batch. */
  updateQuietly(client: ClientState, flags: number): void {
    const row = ROWS + client.slot * ROW_WORDS;
    this.update(client, flags, this.#words[row + QUERY]!, this.#words[row + OUTPUT]!);
  }

  /** Publishes what changes more rarely. */
  setFigures(slot: number, figures: ClientFigures): void {
    const words = this.#words;
    const row = ROWS + slot * ROW_WORDS;
    words[row + QUEUED] = figures.queued;
    words[row + QUEUED_BYTES] = figures.queuedBytes;
    words[row + WATCHED] = figures.watched;
    words[row + CHANNELS] = figures.channels;
    words[row + PATTERNS] = figures.patterns;
    words[row + SHARD_CHANNELS] = figures.shardChannels;
    this.#floats[(row >> 1) + REDIRECT] = figures.redirect;
  }

  /** What others ask of a client of this thread, without taking it. HOT. */
  requests(slot: number): number {
    return this.#words[ROWS + slot * ROW_WORDS + REQUESTS]!;
  }

  /** Publishes new names. */
  setTexts(slot: number, texts: ClientTexts): void {
    lock(this.#words, TABLE_LOCK);
    this.#writeTexts(slot, texts);
    unlock(this.#words, TABLE_LOCK);
  }

  #writeTexts(slot: number, texts: ClientTexts): void {
    const base = slot * TEXT_BYTES;
    let at = TEXT_HEADER;
    at = this.#writeText(base, 0, at, texts.address);
    at = this.#writeText(base, 1, at, texts.localAddress);
    at = this.#writeText(base, 2, at, texts.user);
    at = this.#writeText(base, 3, at, texts.libName);
    at = this.#writeText(base, 4, at, texts.libVersion);
    this.#writeText(base, 5, at, texts.name);
  }

  #writeText(base: number, field: number, at: number, text: string): number {
    const length = Math.min(text.length, TEXT_BYTES - at);
    this.#texts.writeUInt16LE(length, base + field * 2);
    this.#texts.write(text, base + at, length, 'latin1');
    return at + length;
  }

  // cold: CLIENT LIST and the like.
  /** Copies one row; null when it is free or its client is being closed. */
  read(slot: number): ClientRecord | null {
    const words = this.#words;
    const row = ROWS + slot * ROW_WORDS;
    const copy = this.#copy;
    lock(words, TABLE_LOCK);
    for (let i = 0; i < ROW_WORDS; i++) copy[i] = words[row + i]!;
    this.#texts.copy(this.#textCopy, 0, slot * TEXT_BYTES, (slot + 1) * TEXT_BYTES);
    unlock(words, TABLE_LOCK);
    return this.#floatCopy[ID] === 0 || (copy[REQUESTS]! & REQUEST_KILL) !== 0 ? null : this.#record(slot);
  }

  // cold: CLIENT LIST and the like.
  /** Copies all rows, ordered by id. The rows are not of one moment. */
  list(): ClientRecord[] {
    const records: ClientRecord[] = [];
    const end = Atomics.load(this.#words, ROWS_USED);
    for (let slot = 0; slot < end; slot++) {
      const record = this.read(slot);
      if (record !== null) records.push(record);
    }
    return records.sort((a, b) => a.id - b.id);
  }

  // cold: CLIENT KILL ID and UNBLOCK.
  /** The row of a client, or -1. */
  slotOf(id: number): number {
    if (id <= 0) return -1;
    const end = Atomics.load(this.#words, ROWS_USED);
    for (let slot = 0; slot < end; slot++) if (this.#floats[((ROWS + slot * ROW_WORDS) >> 1) + ID] === id) return slot;
    return -1;
  }

  /** Whether a row still belongs to this client. */
  isIn(slot: number, id: number): boolean {
    return slot >= 0 && this.#floats[((ROWS + slot * ROW_WORDS) >> 1) + ID] === id;
  }

  /** The thread of the client in a row. */
  threadOf(slot: number): number {
    return this.#words[ROWS + slot * ROW_WORDS + THREAD]!;
  }

  // cold: CLIENT LIST and the like.
  #record(slot: number): ClientRecord {
    const words = this.#copy;
    const floats = this.#floatCopy;
    const bytes = this.#textCopy;
    const text = bytes.toString('latin1', TEXT_HEADER);
    const ends = [0];
    for (let field = 0; field < TEXT_FIELDS; field++) ends.push(ends[field]! + bytes.readUInt16LE(field * 2));
    return {
      slot,
      id: floats[ID]!,
      address: text.slice(0, ends[1]),
      localAddress: text.slice(ends[1], ends[2]),
      user: text.slice(ends[2], ends[3]),
      libName: text.slice(ends[3], ends[4]),
      libVersion: text.slice(ends[4], ends[5]),
      name: text.slice(ends[5], ends[6]),
      thread: words[THREAD]!,
      createdMs: floats[CREATED]!,
      lastActiveMs: floats[ACTIVE]!,
      redirect: floats[REDIRECT]!,
      db: words[DB]!,
      flags: words[FLAGS]! | (words[WAIT] === WAIT_BLOCKED || words[WAIT] === WAIT_SERVING ? FLAG.blocked : 0),
      resp: words[RESP]!,
      lastCommand: words[COMMAND]!,
      queryBytes: words[QUERY]!,
      outputBytes: words[OUTPUT]!,
      fd: words[FD]!,
      channels: words[CHANNELS]!,
      patterns: words[PATTERNS]!,
      shardChannels: words[SHARD_CHANNELS]!,
      queued: words[QUEUED]!,
      watched: words[WATCHED]!,
      argumentBytes: words[ARGUMENT_BYTES]!,
      queuedBytes: words[QUEUED_BYTES]!,
    };
  }
}
