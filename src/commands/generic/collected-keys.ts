/** Keys that were met under locks and are replied when those are given back. */
import type { ReplyWriter } from '../../../protocol/resp/reply-writer.ts';

export class CollectedKeys {
  #bytes = Buffer.allocUnsafeSlow(16 * 1024);
  #ends = new Int32Array(1024);
  count = 0;

  clear(): void {
    this.count = 0;
  }

  /** Takes source[start, start + length), which may lie in shared memory. */
  add(source: Buffer, start: number, length: number): void {
    const at = this.#end();
    if (at + length > this.#bytes.length) this.#growBytes(at + length);
    if (this.count === this.#ends.length) this.#growEnds();
    source.copy(this.#bytes, at, start, start + length);
    this.#ends[this.count++] = at + length;
  }

  /** Writes all keys as an array. */
  reply(reply: ReplyWriter): void {
    reply.array(this.count);
    let start = 0;
    for (let i = 0; i < this.count; i++) {
      const end = this.#ends[i]!;
      reply.bulk(this.#bytes, start, end);
      start = end;
    }
  }

  #end(): number {
    return this.count === 0 ? 0 : this.#ends[this.count - 1]!;
  }

  #growBytes(least: number): void {
    const bytes = Buffer.allocUnsafeSlow(Math.max(least, this.#bytes.length * 2));
    this.#bytes.copy(bytes, 0, 0, this.#end());
    this.#bytes = bytes;
  }

  #growEnds(): void {
    const ends = new Int32Array(this.#ends.length * 2);
    ends.set(this.#ends);
    this.#ends = ends;
  }
}
