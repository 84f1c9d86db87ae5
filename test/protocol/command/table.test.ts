import { describe, expect, it } from 'vitest';
import type { AnyRow } from '../../../protocol/command/define.ts';
import { counted, key, oneof, option, optional, repeat, rest, value } from '../../../protocol/command/grammar.ts';
import { KeyPositions } from '../../../protocol/command/key-positions.ts';
import { CommandTable, flagBit } from '../../../protocol/command/table.ts';
import { line } from './request.ts';
import { samples } from './sample-rows.ts';

const table = new CommandTable(samples);
const find = (name: string) => table.find(Buffer.from(`#${name}#`, 'latin1'), 1, name.length);

describe('lookup', () => {
  it('finds every command in any case, and nothing else', () => {
    for (const row of table.commands) {
      expect(find(row.name)).toBe(row);
      expect(find(row.name.toUpperCase())).toBe(row);
    }
    for (const name of ['', 'g', 'gett', 'ge\u0014', 'get\0', 'client|kill', 'x'.repeat(300), '\r\n', 'G\u0005T'])
      expect(find(name), name).toBe(null);
    expect(table.find(Buffer.from('get'), -1, 70_000)).toBe(null);
  });
  it('finds subcommands in their container', () => {
    const kill = find('client')!.subcommands!.find(Buffer.from('KILL'), 0, 4)!;
    expect(kill.name).toBe('client|kill');
    expect(find('client')!.command).toBe(null);
    expect(find('get')!.subcommands).toBe(null);
    expect(table.named('Client|Kill')).toBe(kill);
  });
  it('numbers rows densely in the order of their names', () => {
    expect(table.rows.map((row) => row.id)).toEqual(table.rows.map((_, i) => i));
    const names = table.rows.map((row) => row.name);
    expect(names).toEqual([...names].sort());
  });
});

describe('what is derived', () => {
  const row = (name: string) => table.named(name)!;
  it('length, flags, syntax', () => {
    expect(row('set').acceptsLength(2)).toBe(false);
    expect(row('set').acceptsLength(9)).toBe(true);
    expect(row('get').acceptsLength(3)).toBe(false);
    expect(row('set').flagBits).toBe(flagBit('write') | flagBit('denyoom'));
    expect(row('msetex').arity).toBe(-4);
    expect(row('msetex').flags).toEqual(['write', 'denyoom', 'movablekeys']);
    expect(row('set').syntax).toBe(
      'SET key value [NX | XX] [GET] [EX seconds | PX milliseconds | EXAT unix-time-seconds | PXAT unix-time-milliseconds | KEEPTTL]',
    );
    expect(row('zunionstore').syntax).toBe(
      'ZUNIONSTORE destination numkeys key [key ...] [WEIGHTS weight [weight ...]] [AGGREGATE <SUM | MIN | MAX>]',
    );
    expect(row('eval').syntax).toBe('EVAL script numkeys [key [key ...]] [arg [arg ...]]');
    expect(row('xread').syntax).toBe('XREAD [COUNT count] [BLOCK milliseconds] STREAMS key [key ...] id [id ...]');
    expect(row('hsetex').syntax).toContain('FIELDS numfields field value [field value ...]');
  });
  it('which arguments may stream', () => {
    const streamed = (name: string, argc: number) =>
      Array.from({ length: argc }, (_, i) => Number(row(name).streamsArgument(i))).join('');
    expect(streamed('set', 6)).toBe('001000');
    expect(streamed('get', 4)).toBe('0000');
    expect(streamed('mset', 7)).toBe('0010101');
    expect(streamed('msetex', 8)).toBe('00010101');
    expect(streamed('zadd', 8)).toBe('00111111');
    expect(streamed('eval', 6)).toBe('000000');
  });
});

describe('key positions', () => {
  const keys = (text: string) => {
    const request = line(text);
    const out = new KeyPositions();
    const row = table.find(request.buf, request.argStart[0]!, request.argLen[0]!)!;
    return row.keyPositions(request, out) ? Array.from(out.at.subarray(0, out.count)) : null;
  };
  it('come from places, ranges and counts', () => {
    expect(keys('GET k')).toEqual([1]);
    expect(keys('DEL a b c')).toEqual([1, 2, 3]);
    expect(keys('MSET a 1 b 2')).toEqual([1, 3]);
    expect(keys('BLPOP a b 0')).toEqual([1, 2]);
    expect(keys('ZUNIONSTORE d 2 a b WEIGHTS 1 2')).toEqual([1, 3, 4]);
    expect(keys('ZUNIONSTORE d 3 a b')).toBe(null);
    expect(keys('MSETEX 2 a 1 b 2 EX 10')).toEqual([2, 4]);
    expect(keys('MSETEX 3 a 1 b 2')).toBe(null);
    expect(keys('EVAL s 9223372036854775807 k')).toBe(null);
    expect(keys('BITOP AND d a b')).toEqual([2, 3, 4]);
    expect(keys('PING')).toEqual([]);
  });
  it('behind words come from the parsed request', () => {
    expect(keys('SORT STORE BY STORE STORE d')).toEqual([1, 5]);
    expect(keys('SORT k GET a')).toEqual([1]);
    expect(keys('XREAD COUNT 1 STREAMS a b 0 0')).toEqual([4, 5]);
    expect(keys('XREADGROUP GROUP STREAMS STREAMS STREAMS a 0')).toEqual([5]);
    expect(keys('GEORADIUS k 1 2 3 m STOREDIST d')).toEqual([1, 7]);
    expect(keys('MIGRATE h 1 "" 0 10 KEYS a b')).toEqual([7, 8]);
    expect(keys('MIGRATE h 1 k 0 10')).toEqual([3]);
    expect(keys('SSUBSCRIBE a')).toEqual([]);
  });
  it('may be many', () => {
    expect(keys(`DEL ${'k '.repeat(1000)}`.trim())).toHaveLength(1000);
  });
});

describe('a wrong row', () => {
  const good = {
    name: 'x',
    summary: 'A row.',
    since: '1.0.0',
    group: 'string',
    complexity: 'O(1)',
    flags: [],
    args: {},
    examples: [['X', 'OK']],
    run() {},
  } as const;
  // biome-ignore lint/suspicious/noExplicitAny: wrong on purpose
  const problems = (...changes: any[]) => {
    try {
      new CommandTable(
        changes.map((change, i) => ({ file: `f${i}.ts`, row: { ...good, ...change } as AnyRow<unknown, void> })),
      );
    } catch (error) {
      return (error as Error).message;
    }
    return '';
  };
  it('is named with its file', () => {
    expect(problems({})).toBe('');
    expect(problems({}, {})).toContain('f1.ts: x is already defined in f0.ts');
    expect(problems({ flags: ['wriet'] })).toContain('f0.ts: unknown flag wriet');
    expect(problems({ flags: ['denyoom'] })).toContain('denyoom without allocates');
    expect(problems({ flags: ['movablekeys'] })).toContain('movablekeys is derived');
    expect(problems({ flags: ['write', 'readonly'] })).toContain('both write and readonly');
    expect(problems({ group: 'strnig' })).toContain('unknown group strnig');
    expect(problems({ acl: ['nosuch'] })).toContain('unknown ACL category nosuch');
    expect(problems({ examples: [] })).toContain('an example is missing');
    expect(problems({ examples: [['GET k', 'OK']] })).toContain('no example calls X');
    expect(problems({ name: 'X' })).toContain('"X" is no name');
    expect(problems({ summary: 'No sentence' })).toContain('the summary must be a sentence');
    expect(problems({ since: '8' })).toContain('is no version');
    expect(problems({ name: 'x|y', examples: [['X Y', 'OK']] })).toContain('no row for its container x');
    expect(problems({ container: true })).toContain('a container without subcommands');
    expect(problems({}, { name: 'y', flags: ['wriet'], examples: [] })).toContain(
      'f1.ts: unknown flag wriet\nf1.ts: an example is missing',
    );
  });
  it('may have a grammar that cannot be read', () => {
    expect(problems({ args: { a: repeat(value()), b: optional(value()) } })).toContain('nothing optional can follow');
    expect(problems({ args: { a: optional(value()), b: key('RO') } })).toContain(
      'f0.ts: field b: the place of this key cannot be derived',
    );
    expect(problems({ args: { w: option('W', repeat(value(), { times: 'keys' })) } })).toContain(
      'no counted field keys',
    );
    // biome-ignore lint/suspicious/noExplicitAny: wrong on purpose
    expect(problems({ args: { w: repeat(oneof(['A']) as any) } })).toContain('field w: ');
    expect(problems({ args: { keys: counted(key('RO')), args: rest() } })).toBe('');
  });
});
