import { beforeAll, describe, expect, it } from 'vitest';
import { type InProcess, startInProcess } from '../helpers/in-process.ts';
import { run } from './play.ts';

describe('KEYS and ARGV', () => {
  let server: InProcess;
  beforeAll(async () => {
    server = await startInProcess();
  });
  const numbers = (count: number): string[] => Array.from({ length: count }, (_, i) => String(i + 1));

  it.each([0, 1, 2, 15, 16, 17, 40, 3, 0])('hold %i arguments', (count) => {
    const all = numbers(count);
    const items = count === 0 ? '(empty array)' : all.map((n) => `${n}) "${n}"`).join('\n');
    expect(run(server, 'return KEYS', String(count), ...all)).toBe(items);
    expect(run(server, 'return ARGV', '0', ...all)).toBe(items);
    expect(run(server, 'return {#KEYS, table.getn(ARGV), select("#", unpack(KEYS))}', String(count), ...all, 'x')).toBe(
      `1) (integer) ${count}\n2) (integer) 1\n3) (integer) ${count}`,
    );
  });

  it.each([
    'KEYS[3] = "mine"',
    'KEYS.name = "mine"',
    'for i = 1, 100 do KEYS[i] = "mine" end',
    'KEYS[1] = nil',
    'setmetatable(KEYS, {__index = function() return "mine" end, __newindex = error})',
    'rawset(KEYS, "name", "mine") KEYS.name = nil',
    'table.remove(KEYS) table.insert(KEYS, 1, "mine")',
  ])('are as new for the next script after: %s', (change) => {
    run(server, `${change} return 1`, '2', 'a', 'b');
    expect(run(server, 'return {#KEYS, KEYS[1], KEYS[2], KEYS[3] or "none", KEYS.name or "none"}', '2', 'c', 'd')).toBe(
      '1) (integer) 2\n2) "c"\n3) "d"\n4) "none"\n5) "none"',
    );
    expect(run(server, 'local n = 0 for _ in pairs(KEYS) do n = n + 1 end return n', '2', 'c', 'd')).toBe(
      '(integer) 2',
    );
  });

  it('hold their items while Lua collects', () => {
    const garbage = 'local t = {} for i = 1, 300 do t[i] = {tostring(i)} end';
    for (let i = 0; i < 500; i++) {
      const keys = [`key ${i}`, `${i} and some more text that is not short`];
      expect(run(server, `${garbage} return KEYS[1] .. KEYS[2] .. ARGV[1]`, '2', ...keys, `arg ${i}`)).toBe(
        `"${keys[0]}${keys[1]}arg ${i}"`,
      );
    }
  });

  it('of functions may be kept by their library', () => {
    const code =
      '#!lua name=keeps\nlocal kept redis.register_function("keep", function(keys) kept = kept or keys return kept end)';
    server.ask(['FUNCTION', 'LOAD', code]);
    expect(server.ask(['FCALL', 'keep', '1', 'first'])).toBe('1) "first"');
    expect(server.ask(['FCALL', 'keep', '1', 'second'])).toBe('1) "first"');
    server.ask('FUNCTION FLUSH');
  });
});
