// HOT: no closures, spreads, regexes or strings; no allocation per command; offsets are Smi; reads stay in bounds.
/**
 * Reads commands (arrays of bulk strings, and inline lines) out of whatever pieces the socket delivers.
 *
 * Idea: arguments are offsets into the bytes where they already lie (see `request-window.ts`). The path for ordinary
 * arguments is one loop over the length lines; everything long, cut or wrong leaves it for a slower method that either
 * moves the state on or says what is missing.
 *
 * Cost: one pass over the length lines, none over payloads. Given up: in inline commands quoting is undone in place,
 * so the fed bytes of such a line change. A length line is read up to CR and the byte after it whatever that is, as
 * Redis does; unlike Redis, a NUL in an inline line is an ordinary byte, and a line is too long no matter how its
 * bytes were cut.
 */

import { splitInline } from './inline-split.ts';
import { MAX_ARGUMENTS, MAX_BULK_LENGTH, RESTRICTED_ARGUMENTS, RESTRICTED_BULK_LENGTH } from './limits.ts';
import { BAD_LENGTH, isHttp, parseLength, printable } from './request-line.ts';
import { AT_START, BROKEN, type BulkSink, NEED_MORE, PROTOCOL_ERROR, RequestWindow } from './request-window.ts';

export type { ParserLimits } from './limits.ts';
export { type BulkSink, NEED_MORE, PROTOCOL_ERROR } from './request-window.ts';

/** `next()`: a command; its arguments are valid until the next call of `next`, `feed` or `endBatch`. */
export const COMMAND = 1;
/** `next()`: a large argument is announced; see `sinkLarge`, `bufferLarge`, `discardLarge`. */
export const LARGE_BULK = 3;
/** Internal: the state moved on, look again. */
const AGAIN = 4;

const ARGUMENTS = 1;
const DECIDE = 2;
const SINKING = 3;
const SKIP_CRLF = 4;

/** Longer than any line that the fast paths read. */
const SHORT_LINE = 32;

const CR = 13;
const LF = 10;
const STAR = 42;
const DOLLAR = 36;
const ZERO = 48;

/** One per connection. `feed`, then `next` until it says `NEED_MORE`, then `endBatch`. */
export class RequestParser extends RequestWindow {
  /** After `LARGE_BULK`: which argument it will be, and its bytes. */
  largeArgIndex = 0;
  largeLength = 0;
  /** Bytes of the sunk argument that have not arrived; they may be read past the parser: see `advanceLarge`. */
  largeRemaining = 0;

  /** Bytes of the large arguments of this command so far. */
  private sunkBytes = 0;
  /** Arguments announced. */
  private count = 0;
  /** Bytes from `pos` on known to hold no line end. */
  private scanned = 0;
  /** Bytes of a line end still to be passed over. */
  private skip = 0;

  /** Reads on to the next command or event. Never throws. */
  next(): number {
    for (;;) {
      const outcome =
        this.state === AT_START
          ? this.readStart()
          : this.state === ARGUMENTS
            ? this.readArguments()
            : this.readUnusual();
      if (outcome !== AGAIN) return outcome;
    }
  }

  private readStart(): number {
    this.argc = 0;
    if (this.sinks.length > 0) this.sinks.length = 0;
    const p = this.pos;
    const end = this.end;
    if (p === end) return this.nextWindow();
    const buf = this.buf;
    if (buf[p] !== STAR) return this.readInline();
    if (end - p >= 4) {
      const count = buf[p + 1]! - ZERO;
      if (count >= 1 && count <= 9 && buf[p + 2] === CR) {
        this.pos = this.commandStart = p + 4;
        this.count = count;
        this.state = ARGUMENTS;
        return this.readArguments();
      }
    }
    return this.readCount();
  }

  /** Reads arguments while they are complete and ordinary. */
  private readArguments(): number {
    const buf = this.buf;
    const end = this.end;
    const count = this.count;
    const large = this.restricted ? 0 : this.limits.largeThreshold;
    const longest = this.limits.maxBulkLength;
    let p = this.pos;
    let argc = this.argc;
    let length = this.bulkLength;
    while (argc < count) {
      if (length < 0) {
        const stop = end - p > 11 ? p + 10 : end - 1;
        let q = p + 1;
        length = 0;
        while (q < stop) {
          const digit = buf[q]! - ZERO;
          if (digit < 0 || digit > 9) break;
          length = length * 10 + digit;
          q++;
        }
        const digits = q - p - 1;
        if (
          q >= stop ||
          buf[q] !== CR ||
          buf[p] !== DOLLAR ||
          (digits !== 1 && (digits === 0 || buf[p + 1] === ZERO))
        ) {
          this.pos = p;
          this.argc = argc;
          return this.readHeader();
        }
        p = q + 2;
        if (length >= large || length > longest) {
          this.pos = p;
          this.argc = argc;
          if (!this.acceptLength(length)) return PROTOCOL_ERROR;
          if (length >= large && !this.restricted && argc > 0) return this.offerLarge(length);
        }
      }
      if (end - p < length + 2) {
        this.pos = p;
        this.argc = argc;
        this.bulkLength = length;
        return this.pull(length + 2 - (end - p)) ? AGAIN : this.moreOutcome();
      }
      if (argc === this.argStart.length) this.growArguments();
      this.argStart[argc] = p;
      this.argLen[argc] = length;
      argc++;
      p += length + 2;
      length = -1;
    }
    this.pos = p;
    this.argc = argc;
    return this.finish();
  }

  private finish(): number {
    this.bulkLength = -1;
    this.state = AT_START;
    const length = this.argLen[0]!;
    if ((length === 4 || length === 5) && isHttp(this.buf, this.argStart[0]!, length)) return this.fail('', true);
    return COMMAND;
  }

  /** The window is used up at a command boundary: the fed chunk becomes the window. */
  private nextWindow(): number {
    if (this.chunkAt < this.chunkEnd) {
      this.buf = this.chunk;
      this.pos = this.chunkAt;
      this.end = this.chunkEnd;
      this.chunkAt = this.chunkEnd;
      return AGAIN;
    }
    return NEED_MORE;
  }

  /** The count line when it is long, cut or wrong. */
  private readCount(): number {
    const lineEnd = this.findLineEnd(CR);
    if (lineEnd < 0) return this.lineMissing(CR, 'too big mbulk count string');
    const count = parseLength(this.buf, this.pos + 1, lineEnd);
    if (count === BAD_LENGTH || count > MAX_ARGUMENTS) return this.fail('invalid multibulk length', false);
    if (this.restricted && count > RESTRICTED_ARGUMENTS) return this.fail('unauthenticated multibulk length', false);
    this.pos = this.commandStart = lineEnd + 2;
    if (count <= 0) return AGAIN;
    this.count = count;
    this.state = ARGUMENTS;
    return AGAIN;
  }

  /** A bulk header when it is long, cut or wrong. */
  private readHeader(): number {
    this.bulkLength = -1;
    const lineEnd = this.findLineEnd(CR);
    if (lineEnd < 0) return this.lineMissing(CR, 'too big bulk count string');
    const first = this.buf[this.pos]!;
    if (first !== DOLLAR) return this.fail(`expected '$', got '${printable(first)}'`, false);
    const length = parseLength(this.buf, this.pos + 1, lineEnd);
    if (length < 0 || length > MAX_BULK_LENGTH) return this.fail('invalid bulk length', false);
    if (!this.acceptLength(length)) return PROTOCOL_ERROR;
    this.pos = lineEnd + 2;
    if (length >= this.limits.largeThreshold && this.argc > 0) return this.offerLarge(length);
    this.bulkLength = length;
    return AGAIN;
  }

  private acceptLength(length: number): boolean {
    if (length > this.limits.maxBulkLength || length > MAX_BULK_LENGTH) this.fail('invalid bulk length', false);
    else if (this.restricted && length > RESTRICTED_BULK_LENGTH) this.fail('unauthenticated bulk length', false);
    else return true;
    return false;
  }

  private readInline(): number {
    const lineEnd = this.findLineEnd(LF);
    if (lineEnd < 0) return this.lineMissing(LF, 'too big inline request');
    const start = this.pos;
    const end = lineEnd > start && this.buf[lineEnd - 1] === CR ? lineEnd - 1 : lineEnd;
    this.pos = lineEnd + 1;
    if (!splitInline(this.buf, start, end, this)) return this.fail('unbalanced quotes in request', false);
    return this.argc === 0 ? AGAIN : this.finish();
  }

  /** The position of `mark` (LF, or CR with one byte after it) in the line at `pos`, or -1. */
  private findLineEnd(mark: number): number {
    const buf = this.buf;
    const last = mark === CR ? this.end - 1 : this.end;
    let at = this.pos + this.scanned;
    // Most lines are short, and calling indexOf costs as much as looking at 60 bytes.
    const near = at + SHORT_LINE < this.end ? at + SHORT_LINE : this.end;
    while (at < near && buf[at] !== mark) at++;
    if (at === near) at = near < this.end ? buf.indexOf(mark, at) : -1;
    if (at < 0 || at >= last) {
      this.scanned = at < 0 || at >= this.end ? this.end - this.pos : at - this.pos;
      return -1;
    }
    if (at - this.pos > this.limits.maxInlineLength) {
      this.scanned = at - this.pos;
      return -1;
    }
    this.scanned = 0;
    return at;
  }

  private lineMissing(mark: number, tooBig: string): number {
    if (this.scanned > this.limits.maxInlineLength) return this.fail(tooBig, false);
    // The fast paths take short lines without resetting this.
    if (this.scanned < SHORT_LINE) this.scanned = 0;
    if (this.chunkAt >= this.chunkEnd) return NEED_MORE;
    const at = this.chunk.indexOf(mark, this.chunkAt);
    const wanted = at < 0 || at >= this.chunkEnd ? this.chunkEnd : at + 2;
    return this.pull(wanted - this.chunkAt) ? AGAIN : this.moreOutcome();
  }

  private offerLarge(length: number): number {
    if (this.sinks.length === 0) this.sunkBytes = 0;
    this.sunkBytes += length;
    // What goes to pages of its own counts as if it were buffered, and is not waited for to be refused.
    if (this.sunkBytes > this.limits.maxQueryBuffer) return this.fail('query buffer limit exceeded', true);
    this.bulkLength = length;
    this.largeArgIndex = this.argc;
    this.largeLength = length;
    this.state = DECIDE;
    return LARGE_BULK;
  }

  /** The announced argument goes to `sink` as it arrives. */
  sinkLarge(sink: BulkSink): void {
    this.divert(sink);
  }

  /** The announced argument is buffered like any other. */
  bufferLarge(): void {
    this.state = ARGUMENTS;
  }

  /** The announced argument is skipped; `sinks` holds null for it. */
  discardLarge(): void {
    this.divert(null);
  }

  private divert(sink: BulkSink | null): void {
    if (this.argc === this.argStart.length) this.growArguments();
    this.argStart[this.argc] = -1 - this.sinks.length;
    this.argLen[this.argc] = this.largeLength;
    this.sinks.push(sink);
    this.largeRemaining = this.largeLength;
    this.bulkLength = -1;
    this.state = SINKING;
  }

  /** `bytes` more of the sunk argument were put into the sink's memory by the transport itself. */
  advanceLarge(bytes: number): void {
    this.largeRemaining -= bytes;
  }

  private readUnusual(): number {
    if (this.state === BROKEN) return PROTOCOL_ERROR;
    // Not decided yet, because a command before this one had to wait: it is asked for again.
    if (this.state === DECIDE) return LARGE_BULK;
    if (this.state === SINKING) {
      this.drain();
      if (this.largeRemaining > 0) return NEED_MORE;
      this.skip = 2;
      this.state = SKIP_CRLF;
    }
    while (this.skip > 0) {
      if (this.pos < this.end) this.pos++;
      else if (this.chunkAt < this.chunkEnd) this.chunkAt++;
      else return NEED_MORE;
      this.skip--;
    }
    this.argc++;
    this.state = ARGUMENTS;
    return AGAIN;
  }

  /** Gives the sink what is there of its payload: of the window, then of the fed chunk behind it. */
  private drain(): void {
    const sink = this.sinks[this.sinks.length - 1]!;
    let bytes = Math.min(this.largeRemaining, this.end - this.pos);
    if (bytes > 0) {
      if (sink !== null) sink.write(this.buf, this.pos, this.pos + bytes);
      this.pos += bytes;
      this.largeRemaining -= bytes;
    }
    bytes = Math.min(this.largeRemaining, this.chunkEnd - this.chunkAt);
    if (bytes > 0) {
      if (sink !== null) sink.write(this.chunk, this.chunkAt, this.chunkAt + bytes);
      this.chunkAt += bytes;
      this.largeRemaining -= bytes;
    }
  }
}
