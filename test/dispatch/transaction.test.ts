/** What MULTI queues stays what it was, however EXEC arrives. */
import { beforeEach, expect, it } from 'vitest';
import { startInProcess } from '../helpers/in-process.ts';
import { Pipeline } from '../helpers/pipeline.ts';

let pipeline: Pipeline;
beforeEach(async () => {
  pipeline = new Pipeline(await startInProcess());
});

const sets = (count: number): string[][] => Array.from({ length: count }, (_, i) => ['SET', `key:${i}`, `value ${i}`]);
const queued = (count: number): string => '+QUEUED\r\n'.repeat(count);
const done = (count: number): string => `*${count}\r\n${'+OK\r\n'.repeat(count)}`;
const values = (count: number): string =>
  Array.from({ length: count }, (_, i) => `$${`value ${i}`.length}\r\nvalue ${i}\r\n`).join('');
const gets = (count: number): string[][] => Array.from({ length: count }, (_, i) => ['GET', `key:${i}`]);

// 32 commands make a group.
it.each([1, 10, 30, 31, 100])('of %i commands that come with EXEC', (count) => {
  expect(pipeline.send([['MULTI'], ...sets(count), ['EXEC']])).toBe(`+OK\r\n${queued(count)}${done(count)}`);
  expect(pipeline.send(gets(count))).toBe(values(count));
});

it.each([1, 10, 30, 31, 100])('of %i commands that EXEC follows later', (count) => {
  expect(pipeline.send([['MULTI'], ...sets(count)])).toBe(`+OK\r\n${queued(count)}`);
  expect(pipeline.send([['EXEC']])).toBe(done(count));
  expect(pipeline.send(gets(count))).toBe(values(count));
});

it('of commands that come one by one, with others of their group before and behind', () => {
  pipeline.send([['SET', 'a', '1'], ['MULTI'], ['INCR', 'a'], ['INCRBY', 'a', '10']]);
  pipeline.send([
    ['APPEND', 'a', '5'],
    ['STRLEN', 'a'],
  ]);
  expect(pipeline.send([['EXEC'], ['GET', 'a'], ['MULTI'], ['INCR', 'a'], ['DISCARD'], ['GET', 'a']])).toBe(
    '*4\r\n:2\r\n:12\r\n:3\r\n:3\r\n$3\r\n125\r\n+OK\r\n+QUEUED\r\n+OK\r\n$3\r\n125\r\n',
  );
});
