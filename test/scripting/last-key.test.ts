import { describe, expect, it } from 'vitest';
import { ParsedRequest } from '../../src/dispatch/request.ts';
import { LastKey } from '../../src/scripting/last-key.ts';
import { KeyHasher, shardOf } from '../../src/store/key-hash.ts';

const hasher = new KeyHasher(1, 2);

describe('the key of the command before', () => {
  it('is only taken for the same bytes, at any length and beside any others', () => {
    const last = new LastKey(hasher);
    const memory = Buffer.from(new ArrayBuffer(1_024));
    const words = new Uint32Array(memory.buffer);
    const request = new ParsedRequest();
    request.buf = memory;
    const knows = (key: Buffer, at: number, behind: number): void => {
      memory.fill(behind);
      key.copy(memory, at);
      request.argStart[1] = at;
      request.argLen[1] = key.length;
      last.know(words, request, 1);
      expect([request.key, request.shard, request.hash]).toEqual([
        1,
        shardOf(key, 0, key.length),
        hasher.hash(key, 0, key.length),
      ]);
    };
    for (let length = 0; length < 80; length++) {
      const key = Buffer.alloc(length, 'k');
      knows(key, 8, 0);
      // The same key elsewhere, before other bytes; then keys of which one byte differs, and it again.
      knows(key, 512, 0xff);
      for (let i = 0; i < length; i++) {
        const other = Buffer.from(key);
        other[i] = 0xeb;
        knows(other, 8, 1);
        knows(key, 8, 2);
      }
    }
  });
});
