// HOT: no closures, spreads or regexes; nothing is allocated while a batch fits its first chunk.
/**
 * The bytes of one batch of replies. One per thread.
 *
 * Idea: replies are written one after the other into a chunk of ordinary memory, and the batch is one socket write.
 * Only what does not fit this picture makes *segments*: a full chunk, and memory of others that is sent where it lies.
 *
 *   chunk 0 [ $5.. *2.. $65536\r\n ]  external [ pinned pages ]  chunk 0 [ \r\n +OK.. ]  chunk 1 [ ... ]
 *            segment 0                         segment 1                  segment 2         (unsealed)
 *
 * A length that is known only afterwards leaves a gap for one digit; a longer header moves what follows it, or becomes
 * a segment when the chunk was sealed meanwhile. Marks count bytes of the batch, so sealing does not change them.
 */

import { MAX_INTEGER_TEXT, writeInteger } from './integers.ts';

/** Bytes of a pooled chunk. */
export const CHUNK_BYTES: number = 192 * 1024;
/** Chunks that a thread keeps for later. */
const POOLED_CHUNKS = 32;
/** The longest header: type byte, digits, CRLF. */
export const HEADER: number = 3 + MAX_INTEGER_TEXT;
/** What a header of one digit takes. */
const GAP = 4;

const EMPTY: Buffer = Buffer.allocUnsafeSlow(0);

/** Takes back what `external` was given, once it is not needed any more. */
export type ReleaseExternal = (token: number) => void;

/** Base of `ReplyWriter`. */
export class ReplyBuffer {
  /** The chunk that is being filled. */
  buf: Buffer;
  /** The same bytes, for writing several at once. */
  protected words: DataView;
  /** Where the next byte goes. */
  pos = 0;

  private readonly release: ReleaseExternal;
  private chunks: Buffer[];
  private readonly pool: Buffer[] = [];
  /** First byte in `buf` that belongs to no sealed segment. */
  private unsealed = 0;
  private sealedBytes = 0;
  private sealed = 0;
  private readonly segmentData: Buffer[] = [];
  private readonly segmentStart: number[] = [];
  private readonly segmentEnd: number[] = [];
  private readonly tokens: number[] = [];
  /** Of external piece i: first byte and number of bytes of what its token stands for; -1 for all of it. */
  readonly partStart: number[] = [];
  readonly partLength: number[] = [];
  private readonly header: Buffer = Buffer.allocUnsafeSlow(HEADER);

  /** @param release is told the tokens of segments that were dropped or sent @param isRare its first chunk comes late */
  constructor(release: ReleaseExternal = () => undefined, isRare = false) {
    this.release = release;
    this.buf = newChunk(isRare ? 0 : CHUNK_BYTES);
    this.words = WORDS.get(this.buf)!;
    this.chunks = [this.buf];
  }

  /** The bytes of `buf`, for reading words; undefined unless there is a word behind what was written. */
  get view(): DataView | undefined {
    return this.pos + 4 <= this.buf.length ? this.words : undefined;
  }

  /** Bytes queued in this batch. */
  get byteCount(): number {
    return this.sealedBytes + this.pos - this.unsealed;
  }

  /** Makes room for `bytes` in one piece at `pos`. */
  ensure(bytes: number): void {
    if (this.buf.length - this.pos < bytes) this.grow(bytes);
  }

  /** Makes sure that this many further chunks are taken without allocating. */
  keepSpare(chunks: number): void {
    while (this.pool.length < chunks) this.pool.push(newChunk(CHUNK_BYTES));
  }

  protected grow(bytes: number): void {
    this.seal();
    if (this.pos === 0) this.recycle(this.chunks.pop()!);
    const pooled = bytes <= CHUNK_BYTES ? this.pool.pop() : undefined;
    this.useChunk(pooled ?? newChunk(bytes <= CHUNK_BYTES ? CHUNK_BYTES : bytes));
    this.chunks.push(this.buf);
    this.pos = 0;
    this.unsealed = 0;
  }

  private useChunk(chunk: Buffer): void {
    this.buf = chunk;
    this.words = WORDS.get(chunk)!;
  }

  private seal(): void {
    if (this.pos === this.unsealed) return;
    this.addSegment(this.buf, this.unsealed, this.pos, 0);
    this.unsealed = this.pos;
  }

  private addSegment(data: Buffer, start: number, end: number, token: number): void {
    const i = this.sealed++;
    this.segmentData[i] = data;
    this.segmentStart[i] = start;
    this.segmentEnd[i] = end;
    this.tokens[i] = token;
    this.partStart[i] = 0;
    this.partLength[i] = -1;
    this.sealedBytes += end - start;
  }

  /** Queues memory that is sent where it lies. It must not change until `token` (not 0) is released. */
  external(view: Buffer, token: number): void {
    this.seal();
    this.addSegment(view, 0, view.length, token);
  }

  /**
   * Queues a part of what `token` stands for; whoever sends the batch finds its bytes.
   * @param length bytes, or -1 for all of it
   */
  externalPart(token: number, start: number, length: number): void {
    this.seal();
    this.addSegment(EMPTY, 0, 0, token);
    this.partStart[this.sealed - 1] = start;
    this.partLength[this.sealed - 1] = length;
  }

  // --- lengths that are known afterwards ---

  /** Leaves room for a header; give the result to `resolveDeferred`. The innermost must be resolved first. */
  deferred(): number {
    this.ensure(HEADER);
    const mark = this.byteCount;
    this.pos += GAP;
    return mark;
  }

  /** Puts `type` and `n` where `mark` is. */
  protected fillGap(mark: number, type: number, n: number): void {
    const header = this.header;
    header[0] = type;
    let bytes = writeInteger(header, 1, n);
    header[bytes++] = 13;
    header[bytes++] = 10;
    const extra = bytes - GAP;
    if (mark < this.sealedBytes || this.buf.length - this.pos < extra) {
      this.seal();
      this.insertHeader(mark, bytes);
      return;
    }
    const at = this.unsealed + mark - this.sealedBytes;
    if (extra > 0) {
      // not shared: the reply buffer is this thread's own.
      this.buf.copyWithin(at + bytes, at + GAP, this.pos);
      this.pos += extra;
    }
    header.copy(this.buf, at, 0, bytes);
  }

  /** Like `fillGap` when the gap lies in a sealed segment: the segment is cut in two around the header. */
  private insertHeader(mark: number, bytes: number): void {
    let before = 0;
    let i = 0;
    for (; i < this.sealed; i++) {
      const length = this.segmentEnd[i]! - this.segmentStart[i]!;
      if (mark < before + length) break;
      before += length;
    }
    const data = this.segmentData[i]!;
    const start = this.segmentStart[i]!;
    const end = this.segmentEnd[i]!;
    const at = start + mark - before;
    if (bytes === GAP) {
      this.header.copy(data, at, 0, bytes);
      return;
    }
    const header = Buffer.from(this.header.subarray(0, bytes));
    this.segmentData.splice(i, 1, data, header, data);
    this.segmentStart.splice(i, 1, start, 0, at + GAP);
    this.segmentEnd.splice(i, 1, at, bytes, end);
    this.tokens.splice(i, 1, 0, 0, 0);
    this.partStart.splice(i, 1, 0, 0, 0);
    this.partLength.splice(i, 1, -1, -1, -1);
    this.sealed += 2;
    this.sealedBytes += bytes - GAP;
  }

  // --- marks ---

  /** The present position, for `rollback`. No `deferred` that is open now may be resolved before the rollback. */
  mark(): number {
    return this.byteCount;
  }

  /** Drops what was written since `mark`, and releases external memory among it. */
  rollback(mark: number): void {
    this.pos = this.unsealed;
    if (mark < this.sealedBytes) this.unseal(mark);
    this.pos += mark - this.sealedBytes;
  }

  private unseal(mark: number): void {
    while (this.sealedBytes > mark) {
      const i = --this.sealed;
      const data = this.segmentData[i]!;
      const start = this.segmentStart[i]!;
      this.segmentData[i] = EMPTY;
      this.sealedBytes -= this.segmentEnd[i]! - start;
      if (this.tokens[i] !== 0) {
        this.release(this.tokens[i]!);
        continue;
      }
      if (!this.chunks.includes(data)) continue;
      while (this.chunks.at(-1) !== data) this.recycle(this.chunks.pop()!);
      this.useChunk(data);
      this.unsealed = start;
      this.pos = start;
    }
  }

  // --- flushing ---

  /** Whether the batch lies in one piece: `buf` from `pos - byteCount` to `pos`. */
  get inOnePiece(): boolean {
    return this.sealed === 0;
  }

  /** Pieces of the batch, in order; 0 if nothing is queued. */
  segmentCount(): number {
    return this.pos > this.unsealed ? this.sealed + 1 : this.sealed;
  }

  /** A view of piece `i`. */
  segmentBuffer(i: number): Buffer {
    if (i >= this.sealed) return this.buf.subarray(this.unsealed, this.pos);
    return this.segmentData[i]!.subarray(this.segmentStart[i], this.segmentEnd[i]);
  }

  /** The token of external piece `i`, 0 for ordinary memory. */
  segmentToken(i: number): number {
    return i < this.sealed ? this.tokens[i]! : 0;
  }

  /** Everything was sent: external memory is released, and the chunks are used again at once. */
  reset(): void {
    if (this.sealed > 0 || this.chunks.length > 1) {
      for (let i = 0; i < this.sealed; i++) if (this.tokens[i] !== 0) this.release(this.tokens[i]!);
      while (this.chunks.length > 0) this.recycle(this.chunks.pop()!);
      this.startOver();
    } else if (this.buf.length > CHUNK_BYTES) {
      this.chunks.pop();
      this.startOver();
    }
    this.pos = 0;
    this.unsealed = 0;
  }

  /**
   * The socket still holds the batch: others go on with fresh chunks.
   * @returns the chunks to `recycle` when it has been sent; external tokens are the caller's to release
   */
  detach(): Buffer[] {
    const held = this.chunks;
    this.chunks = [];
    this.startOver();
    return held;
  }

  /** Takes a chunk of `detach` back. */
  recycle(chunk: Buffer): void {
    if (chunk.length === CHUNK_BYTES && this.pool.length < POOLED_CHUNKS) this.pool.push(chunk);
  }

  private startOver(): void {
    for (let i = 0; i < this.segmentData.length; i++) this.segmentData[i] = EMPTY;
    this.useChunk(this.pool.pop() ?? newChunk(CHUNK_BYTES));
    this.chunks.push(this.buf);
    this.pos = 0;
    this.unsealed = 0;
    this.sealed = 0;
    this.sealedBytes = 0;
  }
}

/** The view of each chunk, made with it: chunks change under locks, where nothing is allocated. */
const WORDS = new WeakMap<Buffer, DataView>();

/** cold: while the pool grows. */
function newChunk(bytes: number): Buffer {
  const chunk = Buffer.allocUnsafeSlow(bytes);
  WORDS.set(chunk, new DataView(chunk.buffer, chunk.byteOffset, bytes));
  return chunk;
}
