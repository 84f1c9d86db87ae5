import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { SortedSetWalk } from '../../../src/store/collections/sorted-set-walk.ts';
import { TextBatch } from '../../../src/values/text-batch.ts';
import { type InProcess, startInProcess } from '../../helpers/in-process.ts';

let server: InProcess;

beforeAll(async () => {
  server = await startInProcess({ settings: ['--zset-max-listpack-value', '1000'] });
});

afterEach(() => expect(server.emptyAndAudit()).toEqual([]));

/** Members and scores of a set from a rank on, met in batches, and one by one where a member is too long for that. */
function walked(rank: number, most: number, up: boolean): [member: string, score: number][] {
  const { store, types } = server.call;
  const record = store.peek(1 as never);
  const walk = new SortedSetWalk(types.sortedSets);
  const batch = new TextBatch();
  const encoding = store.records.encoding(record);
  const root = store.records.rootRef(record);
  if (up) walk.up(encoding, root, rank);
  else walk.down(encoding, root, rank);
  const met: [string, number][] = [];
  while (met.length < most) {
    const count = walk.collect(batch, most - met.length, true);
    for (let i = 0; i < count; i++) {
      const start = batch.starts[i]!;
      const bytes = store.records.bytes[batch.slabs[i]!]!;
      met.push([bytes.toString('latin1', start, start + batch.lengths[i]!), batch.numbers[i]!]);
    }
    if (count > 0) continue;
    if (up) walk.next();
    else walk.previous();
    met.push([walk.bytes.toString('latin1', walk.start, walk.end), walk.score]);
  }
  return met;
}

describe('a walk through a sorted set', () => {
  for (const [form, members] of [
    ['run', 40],
    ['tree', 700],
  ] as const) {
    it(`meets many members of a ${form} at once, long ones one by one, up and down`, () => {
      const all = Array.from({ length: members }, (_, i): [string, number] => {
        const length = i % 13 === 5 ? 161 + i : i % 29 === 7 ? 160 : i % 20;
        return [`${String(i).padStart(4, '0')}${'m'.repeat(length)}`, i * 1.5];
      });
      for (const [member, score] of all) server.ask(['ZADD', 'z', String(score), member]);
      for (let rank = 0; rank < members; rank += 7) {
        const most = Math.min(members - rank, 150);
        expect(walked(rank, most, true)).toEqual(all.slice(rank, rank + most).map(([m, s]) => [m, s]));
        const below = Math.min(rank + 1, 150);
        expect(walked(rank, below, false)).toEqual(all.slice(rank + 1 - below, rank + 1).reverse());
      }
      const replied = server.ask('ZRANGE z 0 -1 WITHSCORES').split('\n');
      expect(replied.length).toBe(members * 2);
      expect(replied.at(-1)).toBe(`${members * 2}) "${(members - 1) * 1.5}"`);
    });
  }
});
