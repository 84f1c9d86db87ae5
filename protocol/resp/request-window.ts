// HOT: no closures, spreads, regexes or strings; no allocation per command; offsets are Smi; reads stay in bounds.
/**
 * The bytes of a connection's requests, and the arguments found in them: where they lie and how long they live.
 *
 * The parser reads the *window* `buf[pos, end)`. Normally that is the thread's shared read buffer and nothing is
 * copied. What is left of it when the batch ends moves into storage of the connection, which then is the window; only
 * as many of the next fed bytes are added to it as the unfinished command needs, and the commands after it are read
 * where they were fed again.
 *
 *   own storage  | finished args | unfinished arg ....|<- pull()
 *   fed chunk                              chunkAt -> | rest of that arg | next command, read in place | <- chunkEnd
 *
 * Cost: a byte is copied at most once, but for storage that doubles; a payload given to a sink is never copied here.
 * Storage grows with what arrives, never with what is announced.
 */

import { MAX_QUERY_BUFFER, type ParserLimits, RESTRICTED_QUERY_BUFFER } from './limits.ts';

/** `next()`: no whole command is there. */
export const NEED_MORE = 0;
/** `next()`: the request is not RESP, and nothing more will be read; see `errorText` and `mustCloseSilently`. */
export const PROTOCOL_ERROR = 2;

/** Takes the payload of a large argument, in order, piece by piece. */
export interface BulkSink {
  write(source: Buffer, start: number, end: number): void;
}

/** Parser states that the window must know: between commands, and after a protocol error. */
export const AT_START = 0;
export const BROKEN = 5;

const NOTHING: Buffer = Buffer.allocUnsafeSlow(0);
const INITIAL_ARGUMENTS = 16;
/** Argument slots and storage that an idle connection may keep. */
const KEPT_ARGUMENTS = 256;
const KEPT_STORAGE = 4096;
const FIRST_STORAGE = 512;
const LONG_PAYLOAD = 64 * 1024;

/** Base of `RequestParser`. */
export class RequestWindow {
  /** Not yet authenticated: few and short arguments only. */
  restricted = false;
  /** The bytes that arguments point into. */
  buf: Buffer = NOTHING;
  argc = 0;
  /** Offset in `buf` of each argument; -1 - k if `sinks[k]` took (or, when null, refused) it. */
  argStart: Int32Array = new Int32Array(INITIAL_ARGUMENTS);
  /** Bytes of each argument. */
  argLen: Int32Array = new Int32Array(INITIAL_ARGUMENTS);
  /**
   * Sinks of the current command. Whoever made them gives back what no command took: after each command, and at the
   * end of the connection, for an unfinished command or a protocol error leaves them here.
   */
  sinks: (BulkSink | null)[] = [];
  /** After `PROTOCOL_ERROR`: the text for the client, without `-ERR `; latin1. */
  errorText = '';
  /** After `PROTOCOL_ERROR`: close without a reply (an HTTP request, or the query buffer limit). */
  mustCloseSilently = false;

  protected readonly limits: ParserLimits;
  protected state = AT_START;
  protected pos = 0;
  protected end = 0;
  /** Where the bytes of the current command begin that are still needed. */
  protected commandStart = 0;
  /** Payload length whose header was read, or -1. */
  protected bulkLength = -1;
  protected chunk: Buffer = NOTHING;
  protected chunkAt = 0;
  protected chunkEnd = 0;
  private own: Buffer = NOTHING;

  constructor(limits: ParserLimits) {
    this.limits = limits;
  }

  /** Offers `chunk[start, end)`; the bytes must stay as they are until `endBatch`. */
  feed(chunk: Buffer, start: number, end: number): void {
    if (this.buf !== this.own || this.chunkAt < this.chunkEnd) this.endBatch();
    this.chunk = chunk;
    this.chunkAt = start;
    this.chunkEnd = end;
  }

  /** Ends a batch: what is unfinished moves out of the fed chunk, and oversized idle storage is dropped. */
  endBatch(): void {
    if (this.state === BROKEN) this.discard();
    else if (this.buf !== this.own) this.keepWindow();
    else {
      if (this.chunkAt < this.chunkEnd) this.pull(this.chunkEnd - this.chunkAt);
      this.compact();
    }
    this.chunk = NOTHING;
    this.chunkAt = 0;
    this.chunkEnd = 0;
    if (this.end === 0 && this.own.length > KEPT_STORAGE) this.buf = this.own = NOTHING;
    if (this.state === AT_START && this.argStart.length > KEPT_ARGUMENTS) {
      this.argStart = new Int32Array(INITIAL_ARGUMENTS);
      this.argLen = new Int32Array(INITIAL_ARGUMENTS);
    }
  }

  /** Bytes held for this connection: unfinished request and argument slots. */
  get pendingBytes(): number {
    const slots = this.argStart.length > INITIAL_ARGUMENTS ? this.argStart.length * 8 : 0;
    return (this.buf === this.own ? this.end : 0) + slots;
  }

  /** Adds up to `bytes` fed bytes to the window, which is own storage whenever fed bytes lie outside it. */
  protected pull(bytes: number): boolean {
    const there = this.chunkEnd - this.chunkAt;
    const taken = bytes < there ? bytes : there;
    if (taken <= 0 || !this.reserve(this.end + taken)) return false;
    this.chunk.copy(this.own, this.end, this.chunkAt, this.chunkAt + taken);
    this.end += taken;
    this.chunkAt += taken;
    return true;
  }

  protected moreOutcome(): number {
    return this.state === BROKEN ? PROTOCOL_ERROR : NEED_MORE;
  }

  /** Makes own storage the window with room for `size` bytes; false if that is over the query buffer limit. */
  private reserve(size: number): boolean {
    const limit = this.restricted ? RESTRICTED_QUERY_BUFFER : this.limits.maxQueryBuffer;
    if (size + this.argc * 8 > limit || size > MAX_QUERY_BUFFER) {
      this.fail('query buffer limit exceeded', true);
      return false;
    }
    if (size > this.own.length) {
      // Doubling, but no further than a long payload that is on its way needs: a value of 100 MB takes 100 MB.
      let capacity = Math.max(this.own.length * 2, FIRST_STORAGE);
      if (this.bulkLength >= LONG_PAYLOAD)
        capacity = Math.min(capacity, this.pos - this.commandStart + this.bulkLength + 2);
      const larger = Buffer.allocUnsafeSlow(Math.max(size, capacity));
      this.own.copy(larger, 0, 0, this.end);
      this.own = larger;
    }
    this.buf = this.own;
    return true;
  }

  /** Moves what is needed of a window in the fed chunk into own storage, which is empty then. */
  private keepWindow(): void {
    const source = this.buf;
    const end = this.end;
    const from = this.state === AT_START ? this.pos : this.commandStart;
    this.end = 0;
    if (this.sinks.length > 0 && this.state !== AT_START) {
      this.packArguments(source, end);
      return;
    }
    if (!this.reserve(end - from)) return;
    if (end > from) source.copy(this.own, 0, from, end);
    this.rebase(from, end);
  }

  /** Like a move of the whole window, but without the payloads that sinks took out of it. */
  private packArguments(source: Buffer, end: number): void {
    let size = end - this.pos;
    for (let i = 0; i < this.argc; i++) if (this.argStart[i]! >= 0) size += this.argLen[i]!;
    if (!this.reserve(size)) return;
    let to = 0;
    for (let i = 0; i < this.argc; i++) {
      const start = this.argStart[i]!;
      if (start < 0) continue;
      source.copy(this.own, to, start, start + this.argLen[i]!);
      this.argStart[i] = to;
      to += this.argLen[i]!;
    }
    source.copy(this.own, to, this.pos, end);
    this.pos = to;
    this.end = size;
    this.commandStart = 0;
  }

  /** Gives up the consumed front of own storage when that is most of it. */
  private compact(): void {
    const from = this.state === AT_START ? this.pos : this.commandStart;
    const end = this.end;
    if (from === 0 || from * 2 < end) return;
    if (end > from) this.own.copy(this.own, 0, from, end);
    this.rebase(from, end);
  }

  /** The window's bytes from `from` on are at the start of own storage now. */
  private rebase(from: number, end: number): void {
    this.pos -= from;
    this.end = end - from;
    this.commandStart = 0;
    if (this.state === AT_START || from === 0) return;
    for (let i = 0; i < this.argc; i++) if (this.argStart[i]! >= 0) this.argStart[i]! -= from;
  }

  /** Notes one more argument. */
  addArgument(start: number, length: number): void {
    if (this.argc === this.argStart.length) this.growArguments();
    this.argStart[this.argc] = start;
    this.argLen[this.argc] = length;
    this.argc++;
  }

  /** cold: only for the longest request so far. */
  protected growArguments(): void {
    const starts = new Int32Array(this.argStart.length * 2);
    const lengths = new Int32Array(starts.length);
    starts.set(this.argStart);
    lengths.set(this.argLen);
    this.argStart = starts;
    this.argLen = lengths;
  }

  protected fail(text: string, silently: boolean): number {
    this.errorText = silently ? text : `Protocol error: ${text}`;
    this.mustCloseSilently = silently;
    this.state = BROKEN;
    return PROTOCOL_ERROR;
  }

  private discard(): void {
    this.buf = this.own = NOTHING;
    this.pos = this.end = this.argc = 0;
  }
}
