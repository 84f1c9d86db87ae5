import fc from 'fast-check';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { NO_REF } from '../../../src/memory/types.ts';
import { TYPE_ZSET } from '../../../src/store/record.ts';
import { type InProcess, startInProcess } from '../../helpers/in-process.ts';
import { ScoreModel } from '../../values/sorted-set/zset-model.ts';

let server: InProcess;

beforeAll(async () => {
  server = await startInProcess({ settings: ['--zset-max-listpack-entries', '8', '--zset-max-listpack-value', '20'] });
});

afterEach(() => expect(server.emptyAndAudit()).toEqual([]));

/** Throws where the set of the key that was named last is broken. */
function audit(): void {
  const { store } = server.call;
  const record = store.peek(1 as never);
  if (record === NO_REF || store.records.type(record) !== TYPE_ZSET) return;
  const type = store.collections.types[TYPE_ZSET]!;
  expect([...type.blocks(store.records.encoding(record), store.records.rootRef(record))].length).toBeGreaterThan(0);
}

function members(reply: string): string[] {
  return reply === '(empty array)' ? [] : reply.split('\n').map((line) => JSON.parse(line.replace(/^\d+\) /, '')));
}

const member = fc.oneof(
  { weight: 20, arbitrary: fc.integer({ min: 0, max: 40 }).map((n) => `m${n}`) },
  { weight: 1, arbitrary: fc.constantFrom('y'.repeat(30), 'x'.repeat(300), 'z'.repeat(70_000)) },
);
const operation = fc.record({
  do: fc.constantFrom('add', 'add', 'add', 'remove', 'pop', 'cut', 'copy', 'rename'),
  member,
  score: fc.integer({ min: -5, max: 5 }),
  at: fc.nat(20),
});

describe('sorted sets of keys', () => {
  it('are what a Map and a sort make of the same commands, in either form and on the way between them', () => {
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 80, size: 'max' }), (steps) => {
        server.ask('FLUSHALL');
        const model = new ScoreModel();
        for (const step of steps) {
          apply(model, step);
          server.ask('ZCARD z');
          audit();
        }
        expect(members(server.ask('ZRANGE z 0 -1'))).toEqual(model.sorted().map(([name]) => name));
        expect(members(server.ask('ZREVRANGE z 0 -1'))).toEqual(
          model
            .sorted()
            .map(([name]) => name)
            .reverse(),
        );
        for (const [name, score] of model.sorted().slice(0, 5)) {
          expect(server.ask(['ZSCORE', 'z', name])).toBe(`"${score}"`);
          expect(server.ask(['ZRANK', 'z', name])).toBe(`(integer) ${model.rank(name)}`);
        }
      }),
      { numRuns: 60 },
    );
  });

  function apply(model: ScoreModel, step: { do: string; member: string; score: number; at: number }): void {
    const size = model.scores.size;
    if (step.do === 'add') {
      server.ask(['ZADD', 'z', step.score, step.member]);
      model.scores.set(step.member, step.score);
    } else if (step.do === 'remove') {
      server.ask(['ZREM', 'z', step.member]);
      model.scores.delete(step.member);
    } else if (step.do === 'pop') {
      server.ask(['ZPOPMAX', 'z', 2]);
      model.removeRange(Math.max(0, size - 2), size);
    } else if (step.do === 'cut') {
      server.ask(['ZREMRANGEBYRANK', 'z', step.at, step.at + 2]);
      model.removeRange(step.at, step.at + 3);
    } else if (step.do === 'copy') {
      server.ask('COPY z copy REPLACE');
      if (size > 0) expect(members(server.ask('ZRANGE copy 0 -1'))).toEqual(model.sorted().map(([name]) => name));
    } else if (size > 0) {
      server.ask('RENAME z other');
      server.ask('RENAME other z');
    }
  }

  it('are freed in steps when they are huge', () => {
    const pairs = Array.from({ length: 20_000 }, (_, i) => [i, `member-${i}`]).flat();
    server.ask(['ZADD', 'z', ...pairs]);
    audit();
    expect(server.ask('MEMORY USAGE z SAMPLES 0')).toMatch(/^\(integer\) \d{7}$/);
    expect(server.ask('ZREMRANGEBYRANK z 0 -1')).toBe('(integer) 20000');
    expect(server.ask('EXISTS z')).toBe('(integer) 0');
  });
});
