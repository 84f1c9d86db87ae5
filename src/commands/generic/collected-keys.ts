// HOT: `add` runs under a lock for each key; no closures, no allocation there.
/**
 * Keys that were met under locks and are replied when those are given back. They lie in chunks that are made between
 * the holds: when one is full under a lock, the collector takes back the keys of its last step, and repeats that
 * afterwards with room for it.
 */
import type { ReplyWriter } from '../../../protocol/resp/reply-writer.ts';

const CHUNK_BYTES = 64 * 1024;
const CHUNK_KEYS = 4 * 1024;

interface Chunk {
  readonly bytes: Buffer;
  /** Where each key ends. */
  readonly ends: Int32Array;
  count: number;
}

export class CollectedKeys {
  readonly #chunks: Chunk[] = [newChunk(CHUNK_BYTES)];
  #last = this.#chunks[0]!;
  /** Bytes that the last chunk had no room for, and at least 1 for each such key. */
  #missing = 0;
  count = 0;

  clear(): void {
    this.#chunks.length = 1;
    this.#last = this.#chunks[0]!;
    this.#last.count = 0;
    this.#missing = 0;
    this.count = 0;
  }

  /**
   * Takes source[start, start + length), which may lie in shared memory.
   * @returns false when there is no room: then `takeBack` is called, and `makeRoom` without a lock
   */
  add(source: Buffer, start: number, length: number): boolean {
    const { bytes, ends, count } = this.#last;
    const at = endOf(this.#last, count);
    if (this.#missing > 0 || count === ends.length || at + length > bytes.length) {
      this.#missing += length + 1;
      return false;
    }
    source.copy(bytes, at, start, start + length);
    ends[count] = at + length;
    this.#last.count = count + 1;
    this.count++;
    return true;
  }

  /** Forgets the keys that came since there were `count`, all of them in the last chunk. */
  takeBack(count: number): void {
    const last = this.#last;
    const kept = last.count - (this.count - count);
    this.#missing += endOf(last, last.count) - endOf(last, kept);
    last.count = kept;
    this.count = count;
  }

  /** Makes a further chunk if the last one was too full. Called without a lock. */
  makeRoom(): void {
    if (this.#missing === 0) return;
    this.#last = newChunk(CHUNK_BYTES + this.#missing);
    this.#chunks.push(this.#last);
    this.#missing = 0;
  }

  /** Writes all keys as an array, and lets go of the memory they took. */
  reply(reply: ReplyWriter): void {
    reply.array(this.count);
    for (const { bytes, ends, count } of this.#chunks) {
      let start = 0;
      for (let i = 0; i < count; i++) {
        reply.bulk(bytes, start, ends[i]!);
        start = ends[i]!;
      }
    }
    this.clear();
  }
}

function newChunk(bytes: number): Chunk {
  return { bytes: Buffer.allocUnsafeSlow(bytes), ends: new Int32Array(CHUNK_KEYS), count: 0 };
}

/** Where the first `count` keys of a chunk end. */
function endOf(chunk: Chunk, count: number): number {
  return count === 0 ? 0 : chunk.ends[count - 1]!;
}
