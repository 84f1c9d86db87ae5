// HOT: no closures, spreads or regexes; no allocation per reply; numbers go straight to bytes.
/**
 * Writes each kind of reply in RESP2 or RESP3, as the connection that is being served speaks. One per thread; where
 * the bytes go is in `reply-buffer.ts`, strings and doubles in `bulk-writer.ts`.
 *
 * Texts are latin1 (every character one byte) unless a method says utf8: names in error texts are bytes of the client.
 */

import { BulkWriter } from './bulk-writer.ts';
import { writeBigInteger } from './integers.ts';
import { HEADER } from './reply-buffer.ts';

export { MOST_BY_WORDS, type TextRow, type Texts } from './bulk-writer.ts';
export { CHUNK_BYTES, type ReleaseExternal } from './reply-buffer.ts';

/** The kinds of aggregate whose length may come afterwards. */
export type DeferredKind = 'array' | 'map' | 'set' | 'push';

const CR = 13;
const LF = 10;
const MINUS = 45;
const PLUS = 43;
const COLON = 58;
const STAR = 42;
const PERCENT = 37;
const TILDE = 126;
const GREATER = 62;
const EQUALS = 61;
const PARENTHESIS = 40;
const BAR = 124;

const OK = Buffer.from('+OK\r\n', 'latin1');
const PONG = Buffer.from('+PONG\r\n', 'latin1');
const QUEUED: Buffer = Buffer.from('+QUEUED\r\n');
const NULL_3 = Buffer.from('_\r\n', 'latin1');
const NULL_BULK = Buffer.from('$-1\r\n', 'latin1');
const NULL_ARRAY = Buffer.from('*-1\r\n', 'latin1');
const TRUE_3 = Buffer.from('#t\r\n', 'latin1');
const FALSE_3 = Buffer.from('#f\r\n', 'latin1');

export class ReplyWriter extends BulkWriter {
  /** Error replies written since the writer was made, rolled back ones included. */
  errorCount = 0;
  /** The last of them, as it was given. */
  lastError: string | Buffer = '';

  /** Starts the batch of a connection. */
  begin(resp: 2 | 3): void {
    this.resp = resp;
  }

  /** HELLO and RESET change the protocol in mid batch. */
  setResp(resp: 2 | 3): void {
    this.resp = resp;
  }

  ok(): void {
    this.short(OK, OK.length);
  }

  pong(): void {
    this.short(PONG, PONG.length);
  }

  queued(): void {
    this.short(QUEUED, QUEUED.length);
  }

  /** A whole reply that was made before: the first few bytes of `line`. For more, `raw` is faster. */
  short(line: Buffer, bytes: number): void {
    if (this.buf.length - this.pos < bytes) this.grow(bytes);
    const buf = this.buf;
    const p = this.pos;
    for (let i = 0; i < bytes; i++) buf[p + i] = line[i]!;
    this.pos = p + bytes;
  }

  /** The integer whose few digits are `src[start, end)`. */
  digits(src: Uint8Array, start: number, end: number): void {
    const length = end - start;
    if (this.buf.length - this.pos < length + 3) this.grow(length + 3);
    const buf = this.buf;
    let p = this.pos;
    buf[p++] = COLON;
    for (let i = start; i < end; i++) buf[p++] = src[i]!;
    buf[p] = CR;
    buf[p + 1] = LF;
    this.pos = p + 2;
  }

  /** `+text`, for words of our own; no line ends. */
  simple(ascii: string): void {
    this.line(PLUS, ascii);
  }

  /** `-text`: the whole line, code included. Line ends at its end are dropped, others become spaces, as in Redis. */
  error(text: string): void {
    this.errorAgain(text);
  }

  /** An error that was counted by its kind where it came from. */
  errorAgain(text: string): void {
    this.errorCount++;
    this.lastError = text;
    this.line(MINUS, text);
  }

  /** An error line made before, `-` and CRLF included. */
  errorLine(line: Buffer): void {
    this.errorCount++;
    this.lastError = line;
    this.raw(line, 0, line.length);
  }

  private line(type: number, text: string): void {
    let length = text.length;
    while (length > 0 && isLineEnd(text.charCodeAt(length - 1))) length--;
    this.ensure(length + 3);
    const buf = this.buf;
    let p = this.pos;
    buf[p++] = type;
    for (let i = 0; i < length; i++) {
      const c = text.charCodeAt(i);
      buf[p++] = isLineEnd(c) ? 32 : c;
    }
    this.crlfAt(p);
  }

  /** `n` within ±(2^53 - 1). */
  integer(n: number): void {
    this.head(COLON, n);
  }

  /** Any signed 64-bit integer. */
  bigInteger(n: bigint): void {
    this.ensure(HEADER);
    this.buf[this.pos] = COLON;
    this.crlfAt(writeBigInteger(this.buf, this.pos + 1, n));
  }

  /** Nothing, where a string or any value was asked for. */
  null(): void {
    if (this.resp === 3) this.short(NULL_3, NULL_3.length);
    else this.short(NULL_BULK, NULL_BULK.length);
  }

  /** Nothing, where an array was asked for. */
  nullArray(): void {
    if (this.resp === 3) this.short(NULL_3, NULL_3.length);
    else this.short(NULL_ARRAY, NULL_ARRAY.length);
  }

  /** The bytes `src[start, end)` as they are. */
  raw(src: Buffer, start: number, end: number): void {
    this.ensure(end - start);
    src.copy(this.buf, this.pos, start, end);
    this.pos += end - start;
  }

  array(n: number): void {
    this.head(STAR, n);
  }

  /** `pairs` keys and values follow, one after the other. */
  map(pairs: number): void {
    if (this.resp === 3) this.head(PERCENT, pairs);
    else this.head(STAR, pairs * 2);
  }

  set(n: number): void {
    this.head(this.resp === 3 ? TILDE : STAR, n);
  }

  push(n: number): void {
    this.head(this.resp === 3 ? GREATER : STAR, n);
  }

  /** Returns false in RESP2, which has no attributes: then the pairs must not be written. */
  attribute(pairs: number): boolean {
    if (this.resp !== 3) return false;
    this.head(BAR, pairs);
    return true;
  }

  /** Gives a `deferred` header its length (pairs for a map). */
  resolveDeferred(mark: number, kind: DeferredKind, n: number): void {
    if (this.resp === 2) this.fillGap(mark, STAR, kind === 'map' ? n * 2 : n);
    else this.fillGap(mark, kind === 'map' ? PERCENT : kind === 'set' ? TILDE : kind === 'push' ? GREATER : STAR, n);
  }

  /** 1 or 0 in RESP2. */
  boolean(value: boolean): void {
    if (this.resp === 3) this.short(value ? TRUE_3 : FALSE_3, TRUE_3.length);
    else this.integer(value ? 1 : 0);
  }

  /** Decimal digits of any length; a bulk string in RESP2. */
  bigNumber(text: string): void {
    if (this.resp === 3) this.line(PARENTHESIS, text);
    else this.bulkLatin1(text);
  }

  /** Text (utf8) with a format of three letters, `txt` or `mkd`; a bulk string without it in RESP2. */
  verbatim(format: string, text: string): void {
    if (this.resp !== 3) {
      this.bulkText(text);
      return;
    }
    const length = Buffer.byteLength(text, 'utf8');
    this.head(EQUALS, length + 4);
    this.ensure(length + 6);
    this.buf.write(format, this.pos, 3, 'latin1');
    this.buf[this.pos + 3] = COLON;
    this.buf.write(text, this.pos + 4, 'utf8');
    this.crlfAt(this.pos + 4 + length);
  }
}

function isLineEnd(c: number): boolean {
  return c === CR || c === LF;
}
