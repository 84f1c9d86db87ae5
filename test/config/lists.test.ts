import { describe, expect, it } from 'vitest';
import {
  listenAddresses,
  parseAddresses,
  parseFlags,
  parseOomScores,
  parseOutputLimits,
  parsePercentiles,
  parseReplicaOf,
  parseSavePoints,
} from '../../src/config/lists.ts';
import type { Parsed } from '../../src/config/parsed.ts';

function shown(parsed: Parsed): string {
  return parsed.ok ? parsed.text : `! ${parsed.error}`;
}

function words(text: string): string[] {
  return text === '' ? [] : text.split(' ');
}

describe('addresses', () => {
  it('are at most sixteen', () => {
    expect(shown(parseAddresses(words('127.0.0.1 -::1')))).toBe('127.0.0.1 -::1');
    expect(shown(parseAddresses(Array(17).fill('a')))).toBe('! Too many bind addresses specified.');
  });

  it('know stars, dashes and doubled spaces', () => {
    expect(listenAddresses('* -::*')).toEqual([
      { host: '0.0.0.0', optional: false },
      { host: '::', optional: true },
    ]);
    expect(listenAddresses('127.0.0.1  -')).toEqual([{ host: '127.0.0.1', optional: false }]);
    expect(listenAddresses('')).toEqual([]);
  });
});

describe('save points', () => {
  it('are pairs that add up', () => {
    expect(shown(parseSavePoints(words('900 1 300 10'), ''))).toBe('900 1 300 10');
    expect(shown(parseSavePoints(words('60 5'), '900 1'))).toBe('900 1 60 5');
    expect(shown(parseSavePoints([], '900 1'))).toBe('');
    expect(shown(parseSavePoints(words('1 0'), ''))).toBe('1 0');
    expect(shown(parseSavePoints(words('99999999999999999999 1'), ''))).toBe('9223372036854775807 1');
  });

  it.each(['900', '900 1 300', '0 1', '-1 5', '900  1', '1 -1', 'abc', '1 x'])('refuse %j', (text) =>
    expect(shown(parseSavePoints(words(text), ''))).toBe('! Invalid save parameters'),
  );
});

describe('output limits', () => {
  const current = 'normal 0 0 0 slave 268435456 67108864 60 pubsub 33554432 8388608 60';

  it('replace the classes that are named', () => {
    expect(shown(parseOutputLimits(words('replica 1mb 2mb 10'), current))).toBe(
      'normal 0 0 0 slave 1048576 2097152 10 pubsub 33554432 8388608 60',
    );
    expect(shown(parseOutputLimits(words('NORMAL 1 2 3 pubsub 1 1 1'), current))).toBe(
      'normal 1 2 3 slave 268435456 67108864 60 pubsub 1 1 1',
    );
    expect(shown(parseOutputLimits([], current))).toBe(current);
  });

  it.each([
    ['normal 1 2', '! Wrong number of arguments in buffer limit configuration.'],
    ['normal  1 2 3', '! Wrong number of arguments in buffer limit configuration.'],
    ['master 1 2 3', '! Invalid client class specified in buffer limit configuration.'],
    ['foo 1 2 x', '! Invalid client class specified in buffer limit configuration.'],
    ['normal a 2 3', '! Error in hard, soft or soft_seconds setting in buffer limit configuration.'],
    ['normal 1 -2 3', '! Error in hard, soft or soft_seconds setting in buffer limit configuration.'],
    ['normal 1 2 1.5', '! Error in hard, soft or soft_seconds setting in buffer limit configuration.'],
  ])('%j gives %j', (text, error) => expect(shown(parseOutputLimits(words(text), current))).toBe(error));
});

describe('percentiles', () => {
  it('are printed with six digits at most', () => {
    expect(shown(parsePercentiles(words('50 99 100.0')))).toBe('50 99 100');
    expect(shown(parsePercentiles(words('99.123456789 .5 5. 1e1')))).toBe('99.123457 0.5 5 10');
    expect(shown(parsePercentiles([]))).toBe('');
  });

  it('lie between 0 and 100', () => {
    const range = '! latency-tracking-info-percentiles parameters should sit between [0.0,100.0]';
    expect(shown(parsePercentiles(['101']))).toBe(range);
    expect(shown(parsePercentiles(['-5']))).toBe(range);
    for (const text of ['abc', 'nan', '', '5x']) {
      expect(shown(parsePercentiles([text]))).toBe('! Invalid latency-tracking-info-percentiles parameters');
    }
  });
});

describe('the rest', () => {
  it('reads three scores of the out-of-memory killer', () => {
    expect(shown(parseOomScores(words('-2000 0 800')))).toBe('-2000 0 800');
    expect(shown(parseOomScores(words('0 200')))).toBe('! wrong number of arguments');
    for (const text of ['3000 1 1', 'a b c']) {
      expect(shown(parseOomScores(words(text)))).toBe(
        '! Invalid oom-score-adj-values, elements must be between -2000 and 2000.',
      );
    }
  });

  it('reads the master of a replica', () => {
    expect(shown(parseReplicaOf(words('NO ONE')))).toBe('');
    expect(shown(parseReplicaOf(words('10.0.0.1 6379')))).toBe('10.0.0.1 6379');
    expect(shown(parseReplicaOf(['a']))).toBe('! wrong number of arguments');
    expect(shown(parseReplicaOf(words('a b')))).toBe('! Invalid master port');
  });

  it('reads words out of a list', () => {
    const values = ['default', 'save', 'nosave', 'now', 'force'];
    const flags = (text: string) => shown(parseFlags(words(text), values, ['save', 'nosave']));
    expect(flags('force now nosave')).toBe('nosave now force');
    expect(flags('default')).toBe('default');
    expect(flags('default save')).toBe('save');
    expect(flags('save nosave')).toBe("! shutdown options SAVE and NOSAVE can't be used simultaneously");
    for (const text of ['', 'save  now', 'x']) {
      expect(flags(text)).toBe('! argument(s) must be one of the following: default, save, nosave, now, force');
    }
  });
});
