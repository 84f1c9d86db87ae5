import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import type { Trace } from '../../src/simulator/trace.ts';
import { BadTrace, readTrace } from '../../src/simulator/trace-formats.ts';

const folder = mkdtempSync(join(tmpdir(), 'larder-traces-'));

afterAll(() => rmSync(folder, { recursive: true }));

function read(name: string, content: string | Buffer): Trace {
  const path = join(folder, name);
  writeFileSync(path, content);
  return readTrace(path);
}

const columns = ({ sizes, costs, ttls, times }: Trace): unknown[] =>
  [sizes, costs, ttls, times].map((column) => column && [...column]);

describe('trace files', () => {
  it.each([
    ['a.lis', '5 3 0 1\n6 2 0 2\n', [0, 1, 2, 1, 2]],
    ['lirs_a.txt', '7\n*\n8\n7\n', [0, 1, 0]],
    ['a.i32be', Buffer.from([0, 0, 0, 9, 0, 0, 0, 1, 0, 0, 0, 9]), [0, 1, 0]],
    ['a.i64be', Buffer.from([...Buffer.alloc(7), 1, ...Buffer.alloc(7), 2, ...Buffer.alloc(7), 1]), [0, 1, 0]],
    ['a.jsonl', '{"hash_ids":[1,2]}\n{"hash_ids":[1,3]}\n', [0, 1, 0, 2]],
    ['a.csv', 'time,key\n1,x\n2,y\n3,x\n', [0, 1, 0]],
  ])('%s', (name, content, keys) => {
    expect([...read(name, content).keys]).toEqual(keys);
    expect([...read(`${name}.gz`, gzipSync(content)).keys]).toEqual(keys);
  });

  it('of which there is none are said to be missing', () => {
    expect(() => readTrace(join(folder, 'nowhere.lis'))).toThrow(/nowhere\.lis: there is no such file/);
  });

  it('take size, cost, time to live and time from where they are', () => {
    expect(columns(read('b.csv', '1,x,10,3,60\n2.5,y,20,1,0\n'))).toEqual([
      [10, 20],
      [3, 1],
      [60_000, 0],
      [1_000, 2_500],
    ]);
    // What is left out is usual.
    expect(columns(read('d.csv', '1,x,10,,60\n2,y,,,\n'))).toEqual([[10, 512], undefined, [60_000, 0], [1_000, 2_000]]);
    const sized = read('sized.txt', '1 a 10\n2 a 20\n3 a 10\n');
    expect([...sized.keys]).toEqual([0, 1, 0]);
    expect(columns(sized)).toEqual([[10, 20, 10], undefined, undefined, [1, 2, 3]]);
    expect(columns(read('c.jsonl', '{"timestamp":7,"hash_ids":[1,2]}\n'))[3]).toEqual([7, 7]);
  });

  it.each([
    ['a.exe', '', /unknown kind of trace/],
    ['bad.lis', '1 2\nx 2\n', /line 2: expected a number, found 'x'/],
    ['bad.i32be', Buffer.alloc(5), /no multiple of 4/],
    ['bad.jsonl', '{}\n', /line 1: no hash_ids/],
    ['text.jsonl', '{"hash_ids":[1]}\nhash\n', /line 2: no JSON/],
    ['null.jsonl', 'null\n', /line 1: no hash_ids/],
    ['bad.lis.gz', '1 2 3 4\n', /bad\.lis\.gz: /],
    ['bad.csv', '1,x\n5\n', /line 2: expected time,key/],
    ['less.csv', '1,x,-5\n', /line 1: expected 0 or more, found '-5'/],
    ['empty.csv', 'time,key\n', /empty\.csv: no request in it/],
  ])('%s is refused', (name, content, message) => {
    expect(() => read(name, content)).toThrow(BadTrace);
    expect(() => read(name, content)).toThrow(message);
  });
});
