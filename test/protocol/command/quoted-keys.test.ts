import { describe, expect, it } from 'vitest';
import { keysOf } from '../../../protocol/command/quoted-keys.ts';
import { CommandTable } from '../../../protocol/command/table.ts';
import { line } from './request.ts';
import { samples } from './sample-rows.ts';

const table = new CommandTable(samples);

describe('COMMAND GETKEYS', () => {
  const keys = (text: string) => {
    const request = line(text);
    const found = keysOf(table, request);
    if (typeof found === 'string') return found;
    return found.map(({ at, flags }) => `${text.split(' ')[at]} ${flags.join(',')}`);
  };
  it('answers as redis-server 8.0.2', () => {
    expect(keys('set k v')).toEqual(['k OW,update']);
    expect(keys('set k v get')).toEqual(['k RW,access,update']);
    expect(keys('set k v foo bar')).toEqual(['k OW,update']);
    expect(keys('set k v ex get')).toEqual(['k RW,access,update']);
    expect(keys('lcs a b')).toEqual(['a RO,access', 'b RO,access']);
    expect(keys('xread streams a 0')).toEqual(['a RO,access']);
    expect(keys('georadius k 1 1 1 m store')).toEqual(['k RO,access']);
    expect(keys('georadius k 1 1 1 m store d')).toEqual(['k RO,access', 'd OW,update']);
    expect(keys('object freq a')).toEqual(['a RO']);
    expect(keys('georadius k 1 1 1 m storedist d store e')).toEqual(['k RO,access', 'e OW,update', 'd OW,update']);
    expect(keys('eval s 0')).toEqual([]);
    expect(keys('eval s 2 a b c')).toEqual(['a RW,access,update', 'b RW,access,update']);
  });
  it('finds streams behind the first word that is called so, however many names there are', () => {
    expect(keys('xread count streams a 1')).toEqual(['a RO,access']);
    expect(keys('xread streams a b c')).toEqual(['a RO,access']);
    expect(keys('xread foo bar baz')).toBe('invalid arguments');
  });
  it('reads a number of keys that is none as C does, and then knows nothing of their use', () => {
    expect(keys('eval s 01 a')).toEqual(['a ']);
    expect(keys('eval s 1x a')).toEqual(['a ']);
    expect(keys('eval s x a')).toEqual([]);
    expect(keys('eval s 3 a')).toEqual([]);
    expect(keys('zunionstore d 01 a')).toEqual(['a ', 'd ']);
    expect(keys('zunionstore d 0 a')).toBe('invalid arguments');
  });
  it('says why there are none', () => {
    expect(keys('get')).toBe('wrong length');
    expect(keys('ping')).toBe('no keys');
    expect(keys('nosuch a')).toBe('unknown command');
    expect(keys('object nosuch a')).toBe('unknown command');
    expect(keys('object')).toBe('no keys');
    expect(keys('zunionstore a x b')).toBe('invalid arguments');
    expect(keys('ssubscribe a')).toBe('no keys');
  });
});
