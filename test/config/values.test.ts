import { describe, expect, it } from 'vitest';
import { settingPlace, settingRows } from '../../src/config/settings.ts';
import { fieldValue, parseValue, printValue, takesManyWords } from '../../src/config/values.ts';

const facts = { limitBytes: 1000 * 1024 ** 2, idleRssBytes: 0 };

function rowOf(name: string) {
  const row = settingRows[settingPlace(name)];
  if (row === undefined) throw new Error(name);
  return row;
}

function parse(name: string, words: string | string[], current = '') {
  const parsed = parseValue(rowOf(name), typeof words === 'string' ? [words] : words, current);
  return parsed.ok ? parsed.text : `! ${parsed.error}`;
}

function field(name: string, text: string, maxmemory = 0) {
  return fieldValue(rowOf(name), text, facts, maxmemory);
}

describe('parseValue', () => {
  it('takes one word, or as many as the kind wants', () => {
    expect(parse('port', [])).toBe('! wrong number of arguments');
    expect(parse('port', ['1', '2'])).toBe('! wrong number of arguments');
    expect(parse('bind', ['127.0.0.1', '-::1'])).toBe('127.0.0.1 -::1');
    expect(parse('bind', '127.0.0.1 -::1')).toBe('127.0.0.1 -::1');
    expect(parse('bind', '')).toBe('');
    expect(takesManyWords(rowOf('bind'))).toBe(true);
    expect(takesManyWords(rowOf('port'))).toBe(false);
  });

  it('reads switches and words in any case', () => {
    expect(parse('protected-mode', 'YES')).toBe('yes');
    expect(parse('protected-mode', '1')).toBe("! argument must be 'yes' or 'no'");
    expect(parse('maxmemory-policy', 'AllKeys-LRU')).toBe('allkeys-lru');
    expect(parse('loglevel', 'loud')).toBe(
      '! argument(s) must be one of the following: debug, verbose, notice, warning, nothing',
    );
  });

  it('leaves bytes and strings alone', () => {
    expect(parse('requirepass', 'a b\xff"')).toBe('a b\xff"');
    expect(parse('logfile', '')).toBe('');
  });
});

describe('printValue', () => {
  it('prints maxmemory as a number', () => {
    expect(printValue(rowOf('maxmemory'), '50%', facts)).toBe(String(500 * 1024 ** 2));
    expect(printValue(rowOf('maxmemory'), '18446744073709551615', facts)).toBe('18446744073709551615');
    expect(printValue(rowOf('maxmemory-clients'), '50%', facts)).toBe('50%');
  });
});

describe('fieldValue', () => {
  it('gives typed values', () => {
    expect(field('protected-mode', 'yes')).toBe(true);
    expect(field('port', '6379')).toBe(6379);
    expect(field('unixsocketperm', '700')).toBe(0o700);
    expect(field('maxmemory', '1024')).toBe(1024);
    expect(field('maxmemory-clients', '10%', 1000)).toBe(100);
    expect(field('maxmemory-clients', '7', 1000)).toBe(7);
    expect(field('notify-keyspace-events', 'AKE')).toBe(1023 + 4096 + 8192);
    expect(field('latency-tracking-info-percentiles', '50 99.9')).toEqual([50, 99.9]);
    expect(field('latency-tracking-info-percentiles', '')).toEqual([]);
    expect(field('shutdown-on-sigterm', 'nosave now')).toEqual(['nosave', 'now']);
    expect(field('bind', '* -::1')).toEqual([
      { host: '0.0.0.0', optional: false },
      { host: '::1', optional: true },
    ]);
    expect(field('client-output-buffer-limit', 'normal 0 0 0 slave 1 2 3 pubsub 4 5 6')).toEqual({
      normal: { hardBytes: 0, softBytes: 0, softSeconds: 0 },
      replica: { hardBytes: 1, softBytes: 2, softSeconds: 3 },
      pubsub: { hardBytes: 4, softBytes: 5, softSeconds: 6 },
    });
  });

  it('reads paths as UTF-8 and passwords as bytes', () => {
    const bytes = Buffer.from('/tmp/é').toString('latin1');
    expect(field('unixsocket', bytes)).toBe('/tmp/é');
    expect(field('requirepass', bytes)).toBe(bytes);
  });
});
