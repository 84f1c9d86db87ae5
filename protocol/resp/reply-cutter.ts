/**
 * Cuts long bulks out of replies while they are written, for a reader that shows the beginning of things: a hash field of
 * 100 MB is then neither copied nor sent to whoever looks at the hash.
 *
 * Idea: only the heads of elements are read; of a bulk that is longer than the bound the first bytes are kept, and its
 * whole length is told by an attribute before it (`|1` `+length` `:N`, as in RESP3), which `ReplyParser` puts beside the
 * value. Replies may be given in parts of any size, and are RESP2 otherwise. Cost: a look at each head, a copy of what is
 * kept.
 */

export interface CutBounds {
  /** Most bytes of a bulk that is the whole reply. */
  readonly alone: number;
  /** Most bytes of one in an array. */
  readonly item: number;
  /** Once so many bytes of an array were kept… */
  readonly array: number;
  /** …this is the most of its bulks. */
  readonly rest: number;
}

/** Name of the attribute of a bulk that was cut. */
export const WHOLE_LENGTH = 'length';

const LF = 10;
const DOLLAR = 36;
const STAR = 42;
const END_BYTES = 2;
const NOTHING = Buffer.alloc(0);

export class ReplyCutter {
  readonly #bounds: CutBounds;
  /** Of the reply: elements that are still to come, and bytes of bulks that were kept. */
  #left = 0;
  #kept = 0;
  /** A line of which only the beginning was given. */
  #line: Buffer = NOTHING;
  /** Of the bulk that has begun: bytes to keep, bytes to leave out behind them, and those that end it. */
  #keep = 0;
  #skip = 0;
  #end = 0;

  constructor(bounds: CutBounds) {
    this.#bounds = bounds;
  }

  /** Takes the next part of the replies. @returns what is kept of it, in memory of its own; it may be empty */
  cut(bytes: Buffer): Buffer<ArrayBuffer> {
    const parts: Buffer[] = [];
    for (let at = 0; at < bytes.length; ) {
      const isInBulk = this.#keep + this.#skip + this.#end > 0;
      at = isInBulk ? this.#takeBulk(bytes, at, parts) : this.#takeLine(bytes, at, parts);
    }
    const whole = Buffer.allocUnsafeSlow(parts.reduce((sum, part) => sum + part.length, 0));
    let to = 0;
    for (const part of parts) to += part.copy(whole, to);
    return whole;
  }

  #takeBulk(bytes: Buffer, from: number, parts: Buffer[]): number {
    let at = from;
    const kept = Math.min(this.#keep, bytes.length - at);
    parts.push(bytes.subarray(at, at + kept));
    this.#keep -= kept;
    at += kept;
    const skipped = Math.min(this.#skip, bytes.length - at);
    this.#skip -= skipped;
    at += skipped;
    const ended = Math.min(this.#end, bytes.length - at);
    parts.push(bytes.subarray(at, at + ended));
    this.#end -= ended;
    return at + ended;
  }

  #takeLine(bytes: Buffer, at: number, parts: Buffer[]): number {
    const found = bytes.indexOf(LF, at);
    const end = found < 0 ? bytes.length : found + 1;
    const part = bytes.subarray(at, end);
    const line = this.#line.length === 0 && found >= 0 ? part : Buffer.concat([this.#line, part]);
    this.#line = found < 0 ? line : NOTHING;
    if (found >= 0) this.#takeElement(line, parts);
    return end;
  }

  #takeElement(line: Buffer, parts: Buffer[]): void {
    const isAlone = this.#left === 0;
    if (isAlone) this.#kept = 0;
    else this.#left--;
    const kind = line[0]!;
    const count = kind === DOLLAR || kind === STAR ? Number(line.toString('latin1', 1, line.length - END_BYTES)) : 0;
    if (kind === STAR) this.#left += Math.max(0, count);
    if (kind === DOLLAR && count >= 0) this.#beginBulk(line, count, isAlone, parts);
    else parts.push(line);
  }

  #beginBulk(line: Buffer, length: number, isAlone: boolean, parts: Buffer[]): void {
    const { alone, item, array, rest } = this.#bounds;
    const most = isAlone ? alone : this.#kept < array ? item : rest;
    this.#keep = Math.min(length, most);
    this.#skip = length - this.#keep;
    this.#end = END_BYTES;
    this.#kept += this.#keep;
    const isWhole = this.#skip === 0;
    parts.push(isWhole ? line : Buffer.from(`|1\r\n+${WHOLE_LENGTH}\r\n:${length}\r\n$${this.#keep}\r\n`, 'latin1'));
  }
}
