/** Runs of quick commands: they answer, count and lock as the same commands one by one, but ask less. */
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { LockGate } from '../../src/dispatch/lock-gate.ts';
import { MemoryGate } from '../../src/dispatch/memory-gate.ts';
import { S_LOCK } from '../../src/memory/layout.ts';
import { LOCK_FREE, LOCK_HELD } from '../../src/memory/lock.ts';
import { shardOf } from '../../src/store/key-hash.ts';
import { type InProcess, startInProcess } from '../helpers/in-process.ts';
import { Pipeline } from '../helpers/pipeline.ts';

const oneByOne = (pipeline: Pipeline, commands: readonly (readonly string[])[]): string =>
  commands.map((command) => pipeline.send([command])).join('');

/** What was counted of each command but its time. */
const counts = (server: InProcess): string => server.ask('INFO commandstats').replace(/usec\w*=[^,]*,/g, '');

const key = fc.constantFrom('a', 'b', 'c', '{a}d', 'a key that is somewhat longer', '');
const index = fc.constantFrom('0', '1', '-1', '-2', '3', '100', 'x');
const value = fc.constantFrom('1', 'x', 'some value', 'y'.repeat(200));
const quick = fc.oneof(
  fc.tuple(fc.constantFrom('GET', 'get', 'INCR', 'LPOP', 'RPOP', 'TTL', 'LLEN', 'SCARD', 'STRLEN', 'GETDEL'), key),
  fc.tuple(fc.constantFrom('SET', 'APPEND', 'LPUSH', 'RPUSH', 'SADD', 'SREM', 'SISMEMBER', 'HGET', 'HDEL'), key, value),
  fc.tuple(fc.constantFrom('HSET', 'ZADD', 'SETEX', 'GETRANGE', 'EXPIRE', 'SETRANGE'), key, value, value),
);
/** Commands of one kind, whose keys come again or not, and whose values grow and shrink. */
const varied = fc.oneof(
  fc.tuple(
    fc.constantFrom('SET', 'APPEND', 'LPUSH', 'RPUSHX', 'SADD', 'SREM', 'PEXPIRE', 'GETSET', 'SETNX'),
    fc.array(fc.tuple(key, value), { minLength: 2, maxLength: 20 }),
  ),
  fc.tuple(
    fc.constantFrom('MOVE', 'INCRBY', 'DECRBY', 'EXPIRE', 'EXPIREAT'),
    fc.array(fc.tuple(key, fc.constantFrom('0', '1', '-1', '9999999')), { minLength: 2, maxLength: 20 }),
  ),
  fc.tuple(
    fc.constantFrom('GETDEL', 'PERSIST', 'RPOP', 'GET', 'TYPE'),
    fc.array(fc.tuple(key), { minLength: 2, maxLength: 20 }),
  ),
  fc.tuple(fc.constant('LINDEX'), fc.array(fc.tuple(key, index), { minLength: 2, maxLength: 20 })),
  fc.tuple(fc.constant('LTRIM'), fc.array(fc.tuple(key, index, index), { minLength: 2, maxLength: 20 })),
  fc.tuple(fc.constant('LSET'), fc.array(fc.tuple(key, index, value), { minLength: 2, maxLength: 20 })),
);
const variedRun = varied.map(([name, all]) => all.map((rest) => [name, ...rest]));
const other = fc.constantFrom<string[]>(
  ['MULTI'],
  ['EXEC'],
  ['DISCARD'],
  ['PING'],
  ['NOSUCH'],
  ['GET'],
  ['GET', 'a', 'b'],
  ['DEL', 'a', 'b'],
  ['CLIENT', 'REPLY', 'SKIP'],
  ['CLIENT', 'NO-TOUCH', 'ON'],
  ['SELECT', '1'],
  ['SELECT', '0'],
  ['LRANGE', 'a', '0', '-1'],
  ['FLUSHALL'],
  ['RESET'],
);
/** Several of a kind in a row, between others. */
const commands = fc
  .array(
    fc.oneof(
      { weight: 6, arbitrary: fc.array(quick, { minLength: 1, maxLength: 1 }) },
      { weight: 6, arbitrary: fc.tuple(quick, fc.integer({ min: 2, max: 40 })).map(([one, n]) => Array(n).fill(one)) },
      { weight: 6, arbitrary: variedRun },
      { weight: 2, arbitrary: fc.array(other, { minLength: 1, maxLength: 1 }) },
    ),
    { minLength: 1, maxLength: 12 },
  )
  .map((runs) => runs.flat() as string[][]);

describe('runs of quick commands', () => {
  afterEach(() => {
    vi.restoreAllMocks();
  });

  it.each([[[]], [['--maxmemory', '2mb', '--maxmemory-policy', 'noeviction']]])(
    'answer and count as one by one (%j)',
    async (settings) => {
      const together = new Pipeline(await startInProcess({ settings }));
      const apart = new Pipeline(await startInProcess({ settings }));
      const { dispatcher } = together.server;
      const runs = vi.spyOn(dispatcher.quick, 'run');
      let inRuns = 0;
      vi.spyOn(Date, 'now').mockReturnValue(1_700_000_000_000);
      fc.assert(
        fc.property(commands, (random) => {
          // Whatever comes before it, this one answers, or its silence is what CLIENT REPLY asked for.
          const sequence = [['FLUSHALL'], ...random, ['RESET']];
          runs.mockClear();
          expect(together.send(sequence)).toBe(oneByOne(apart, sequence));
          for (const { value: done } of runs.mock.results) inRuns += done as number;
          expect(counts(together.server)).toEqual(counts(apart.server));
          expect(together.server.audit()).toEqual([]);
        }),
        { numRuns: 100 },
      );
      expect(inRuns).toBeGreaterThan(500);
    },
  );

  it('refuse what there is no room for from the command on that finds none', async () => {
    const settings = ['--maxmemory', '4mb', '--maxmemory-policy', 'noeviction'];
    const sequence = Array.from({ length: 12_000 }, (_, i) => ['SET', `key:${i}`, 'x'.repeat(400)]);
    const together = new Pipeline(await startInProcess({ settings }));
    const replies = together.send(sequence).split('\r\n');
    const apart = new Pipeline(await startInProcess({ settings }));
    expect(replies).toEqual(oneByOne(apart, sequence).split('\r\n'));
    expect(replies.filter((line) => line.startsWith('-OOM')).length).toBeGreaterThan(100);
    expect(replies.filter((line) => line === '+OK').length).toBeGreaterThan(100);
  });

  it('take a lock once for commands of its shard in a row', async () => {
    const pipeline = new Pipeline(await startInProcess());
    const ofOneKey = Array.from({ length: 20 }, () => ['INCR', 'a']);
    // The first ones draw pages, and have the next ones made ready.
    for (let i = 0; i < 3; i++) pipeline.send([...ofOneKey, ['INCR', 'b']]);
    const taken = vi.spyOn(LockGate.prototype, 'takeOne');
    pipeline.send(ofOneKey);
    expect(taken).toHaveBeenCalledTimes(1);
    taken.mockClear();
    pipeline.send(Array.from({ length: 20 }, (_, i) => ['INCR', i % 2 === 0 ? 'a' : 'b']));
    expect(taken).toHaveBeenCalledTimes(20);
    expect(pipeline.server.audit()).toEqual([]);
  });

  it('give the lock back after a command that took long nevertheless', async () => {
    const pipeline = new Pipeline(await startInProcess());
    const items = Array.from({ length: 1000 }, (_, i) => `item ${i}`);
    for (let i = 0; i < 20; i++) pipeline.send([['RPUSH', 'list', ...items]]);
    const taken = vi.spyOn(LockGate.prototype, 'takeOne');
    // Each cuts off leaves.
    expect(pipeline.send(Array(20).fill(['LTRIM', 'list', '400', '-401']))).toBe('+OK\r\n'.repeat(20));
    expect(taken).toHaveBeenCalledTimes(20);
    taken.mockClear();
    pipeline.send(Array(20).fill(['LTRIM', 'list', '1', '-2']));
    expect(taken.mock.calls.length).toBeLessThan(4);
    expect(pipeline.send([['LLEN', 'list']])).toBe(':3960\r\n');
    const members = items.flatMap((item, i) => [`${i}`, item]);
    pipeline.send([
      ['SADD', 'set', ...items],
      ['ZADD', 'zset', ...members],
    ]);
    for (const [pop, key] of [
      ['RPOP', 'list'],
      ['SPOP', 'set'],
      ['ZPOPMIN', 'zset'],
    ] as const) {
      taken.mockClear();
      pipeline.send(Array(10).fill([pop, key, '50']));
      expect([pop, taken.mock.calls.length]).toEqual([pop, 10]);
      taken.mockClear();
      pipeline.send(Array(10).fill([pop, key, '2']));
      expect([pop, taken.mock.calls.length < 4]).toEqual([pop, true]);
    }
    // An XADD that deletes entries by the hundred, and one that deletes one.
    const entry = ['f', 'v'];
    pipeline.send(Array(1000).fill(['XADD', 'stream', '*', ...entry]));
    taken.mockClear();
    pipeline.send([800, 600, 400, 200, 0].map((length) => ['XADD', 'stream', 'MAXLEN', `${length}`, '*', ...entry]));
    expect(taken).toHaveBeenCalledTimes(5);
    taken.mockClear();
    pipeline.send(Array(10).fill(['XADD', 'stream', 'MAXLEN', '1', '*', ...entry]));
    expect(taken.mock.calls.length).toBeLessThan(4);
    // A hundred entries each, if there are so many.
    pipeline.send([['XGROUP', 'CREATE', 'stream', 'group', '0']]);
    taken.mockClear();
    pipeline.send(Array(10).fill(['XAUTOCLAIM', 'stream', 'group', 'me', '0', '0']));
    expect(taken).toHaveBeenCalledTimes(10);
    expect(pipeline.server.audit()).toEqual([]);
  });

  it('hold no lock when they ask for room, beside values in pages, whose size is read under it', async () => {
    const pipeline = new Pipeline(await startInProcess({ settings: ['--maxmemory', '64mb'] }));
    const { control, heap } = pipeline.server.store;
    const word = heap.base(shardOf(Buffer.from('a'), 0, 1)) + S_LOCK;
    pipeline.send([['SET', 'large', 'x'.repeat(200_000)]]);
    const hasRoom = MemoryGate.prototype.hasRoom;
    const locks: number[] = [];
    vi.spyOn(MemoryGate.prototype, 'hasRoom').mockImplementation(function (this: MemoryGate, call, row) {
      locks.push(control[word]!);
      return hasRoom.call(this, call, row);
    });
    pipeline.send(Array(16).fill(['APPEND', 'a', 'x']));
    expect(locks).toEqual(Array(16).fill(LOCK_FREE));
  });

  it('find a key once that they all have, as long as nothing comes or goes', async () => {
    const pipeline = new Pipeline(await startInProcess());
    const find = vi.spyOn(pipeline.server.store.table, 'find');
    const finds = (sequence: string[][]): number => {
      find.mockClear();
      pipeline.send(sequence);
      return find.mock.calls.length;
    };
    pipeline.send([['RPUSH', 'list', 'a', 'b', 'c', 'd', 'e']]);
    expect(finds(Array(4).fill(['RPOP', 'list']))).toBe(1);
    // The last item takes the key along; then it is not there.
    expect(finds(Array(4).fill(['RPOP', 'list']))).toBe(2);
    expect(finds([...Array(3).fill(['LPUSH', 'list', 'a']), ...Array(2).fill(['LPUSH', 'other', 'a'])])).toBe(4);
    expect(finds(Array.from({ length: 6 }, (_, i) => ['LPUSH', i % 2 === 0 ? 'list' : 'other', 'a']))).toBe(6);
    expect(pipeline.server.audit()).toEqual([]);
  });

  it('end before a command whose lock is busy, which waits, and so do those behind it', async () => {
    const pipeline = new Pipeline(await startInProcess());
    const { control, heap } = pipeline.server.store;
    const word = heap.base(shardOf(Buffer.from('b'), 0, 1)) + S_LOCK;
    control[word] = LOCK_HELD;
    expect(pipeline.send([...Array(3).fill(['INCR', 'a']), ['INCR', 'b'], ['INCR', 'a']])).toBe(':1\r\n:2\r\n:3\r\n');
    expect(pipeline.isParked).toBe(true);
    control[word] = LOCK_FREE;
    expect(pipeline.resume()).toBe(':1\r\n:4\r\n');
    expect(pipeline.server.audit()).toEqual([]);
  });

  it('are not made of commands that are timed one by one', async () => {
    const pipeline = new Pipeline(await startInProcess());
    const { dispatcher } = pipeline.server;
    const runs = vi.spyOn(dispatcher.quick, 'run');
    dispatcher.timer.isExact = true;
    pipeline.send(Array(8).fill(['INCR', 'a']));
    expect(runs.mock.results.map(({ value: done }) => done as number)).toEqual(Array(8).fill(0));
    dispatcher.timer.isExact = false;
    expect(pipeline.send([['GET', 'a']])).toBe('$1\r\n8\r\n');
  });

  it('leave out the commands that are samples', async () => {
    const pipeline = new Pipeline(await startInProcess());
    const { timer } = pipeline.server.dispatcher;
    let sampled = 0;
    timer.onSampled = () => sampled++;
    timer.setSampling(10);
    for (let i = 0; i < 40; i++) pipeline.send(Array(20).fill(['INCR', 'a']));
    expect(sampled).toBeGreaterThan(40);
    expect(sampled).toBeLessThan(130);
  });
});
