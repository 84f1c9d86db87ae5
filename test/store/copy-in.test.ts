import { expect, it } from 'vitest';
import type { Ref } from '../../src/memory/types.ts';
import { copyIn } from '../../src/store/copy-in.ts';
import type { Records } from '../../src/store/record.ts';

const shared = new SharedArrayBuffer(2048);
const bytes = Buffer.from(shared);
const records = { i32: [new Int32Array(shared)], bytesOf: () => bytes } as unknown as Records;

it('copies any length between any alignments, and touches nothing beside it', () => {
  // Inside a larger buffer, as requests are in a pool.
  const pool = Buffer.from(Array.from({ length: 1_000 }, (_, i) => (i * 11) & 0xff));
  for (const source of [pool, pool.subarray(5, 900)]) {
    for (let length = 0; length < 300; length++) {
      for (let skew = 0; skew < 16; skew++) {
        const at = 100 + (skew & 3);
        const start = 7 + (skew >> 2);
        for (let i = 0; i < bytes.length; i++) bytes[i] = 0xee;
        copyIn(records, 0 as Ref, at, source, start, length);
        expect(bytes.subarray(at, at + length).equals(source.subarray(start, start + length))).toBe(true);
        expect(bytes[at - 1]).toBe(0xee);
        expect(bytes[at + length]).toBe(0xee);
      }
    }
  }
});
