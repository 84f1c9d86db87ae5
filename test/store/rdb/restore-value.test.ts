import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type InProcess, startInProcess } from '../../helpers/in-process.ts';
import { intset, PAYLOADS, payloadOf, short, ziplist } from './payloads.ts';

let server: InProcess;
beforeAll(async () => {
  server = await startInProcess();
});
afterEach(() => {
  expect(server.emptyAndAudit()).toEqual([]);
});

function restore(payload: Uint8Array): string {
  return server.ask(['RESTORE', 'k', '0', payload]);
}

function restored(name: keyof typeof PAYLOADS): void {
  expect(restore(Buffer.from(PAYLOADS[name], 'hex'))).toBe('OK');
}

describe('what redis-server 8 dumps', () => {
  it('strings', () => {
    restored('int16');
    expect(server.ask('GET k')).toBe('"-300"');
    expect(server.ask('OBJECT ENCODING k')).toBe('"int"');
    server.ask('DEL k');
    restored('text');
    expect(server.ask('GET k')).toBe(`"${'compressible '.repeat(30)}"`);
  });
  it('lists', () => {
    restored('list');
    expect(server.ask('LRANGE k 1 4')).toBe('1) "1"\n2) ""\n3) "-70000"\n4) "9223372036854775807"');
    server.ask('DEL k');
    restored('quicklist');
    expect(server.ask('LLEN k')).toBe('(integer) 4');
    expect(server.ask('OBJECT ENCODING k')).toBe('"quicklist"');
  });
  it('sets', () => {
    restored('ints');
    expect(server.ask('SMEMBERS k')).toBe('1) "1"\n2) "2"\n3) "70000"\n4) "9223372036854775807"');
    server.ask('DEL k');
    restored('words');
    expect(server.ask('SMEMBERS k')).toBe('1) "a"\n2) "b"\n3) "1"');
    server.ask('DEL k');
    restored('table');
    expect(server.ask('SCARD k')).toBe('(integer) 4');
  });
  it('hashes', () => {
    restored('hash');
    expect(server.ask('HGETALL k')).toBe('1) "f"\n2) "v"\n3) "n"\n4) "1"');
    server.ask('DEL k');
    for (const name of ['expiring', 'bigexpiring'] as const) {
      restored(name);
      expect(server.ask('HPEXPIRETIME k FIELDS 2 f n')).toBe('1) (integer) 4102444800000\n2) (integer) -1');
      server.ask('DEL k');
    }
  });
  it('sorted sets', () => {
    restored('zset');
    expect(server.ask('ZRANGE k 0 -1 WITHSCORES').replaceAll('\n', ' ')).toBe(
      '1) "c" 2) "-inf" 3) "a" 4) "1" 5) "b" 6) "2.5"',
    );
    server.ask('DEL k');
    restored('skiplist');
    expect(server.ask('ZSCORE k a')).toBe('"1"');
  });
  it('streams', () => {
    restored('stream');
    expect(server.ask('XLEN k')).toBe('(integer) 2');
    expect(server.ask('XRANGE k 7 7')).toBe('1) 1) "7-0"\n   2) 1) "f"\n      2) "1"\n      3) "g"\n      4) "2"');
    expect(server.ask('XPENDING k g')).toBe('1) (integer) 1\n2) "1-1"\n3) "1-1"\n4) 1) 1) "c"\n      2) "1"');
  });
});

describe('what older servers dumped', () => {
  const list = short(ziplist(['a', 'b', '1']));
  const pairs = short(ziplist(['a', '2', 'b', '1']));

  it('ziplists', () => {
    expect(restore(payloadOf(Buffer.concat([Buffer.of(10), list]), 6))).toBe('OK');
    expect(server.ask('LRANGE k 0 -1')).toBe('1) "a"\n2) "b"\n3) "1"');
    server.ask('DEL k');
    expect(restore(payloadOf(Buffer.concat([Buffer.of(13), pairs]), 6))).toBe('OK');
    expect(server.ask('HGET k b')).toBe('"1"');
    server.ask('DEL k');
    expect(restore(payloadOf(Buffer.concat([Buffer.of(12), pairs]), 6))).toBe('OK');
    expect(server.ask('ZRANGE k 0 -1')).toBe('1) "b"\n2) "a"');
  });
  it('quicklists of ziplists', () => {
    expect(restore(payloadOf(Buffer.concat([Buffer.of(14, 2), list, list]), 8))).toBe('OK');
    expect(server.ask('LLEN k')).toBe('(integer) 6');
  });
  it('zipmaps', () => {
    const map = Buffer.from([1, 1, 97, 1, 0, 98, 0xff]);
    expect(restore(payloadOf(Buffer.concat([Buffer.of(9), short(map)]), 2))).toBe('OK');
    expect(server.ask('HGET k a')).toBe('"b"');
  });
  it('streams without counts, which their entries tell', () => {
    const group = (name: string, ms: number, sequence: number): Buffer =>
      Buffer.concat([short(Buffer.from(name)), Buffer.of(ms, sequence, 0, 0)]);
    // The entries 1-1 and 7-0.
    const node = Buffer.from(PAYLOADS.stream, 'hex').subarray(2, 2 + 17 + 66);
    const groups = [group('before', 0, 0), group('first', 1, 1), group('between', 3, 0), group('last', 7, 0)];
    const body = Buffer.concat([Buffer.of(15, 1), node, Buffer.of(2, 7, 0, groups.length), ...groups]);
    expect(restore(payloadOf(body, 9))).toBe('OK');
    const counts = server
      .ask('XINFO GROUPS k')
      .split(/"name"/)
      .slice(1)
      .map((told) => [...told.matchAll(/"(?:entries-read|lag)"\s+\d+\) (.+)/g)].map(([, value]) => value));
    expect(counts).toEqual([
      ['(integer) 0', '(integer) 2'],
      ['(nil)', '(nil)'],
      ['(integer) 1', '(integer) 1'],
      ['(integer) 2', '(integer) 0'],
    ]);
  });
  it('scores in digits', () => {
    const body = Buffer.concat([
      Buffer.of(3, 2),
      short(Buffer.from('a')),
      short(Buffer.from('1.5')),
      Buffer.of(1, 98, 254),
    ]);
    expect(restore(payloadOf(body, 6))).toBe('OK');
    expect(server.ask('ZRANGE k 0 -1 WITHSCORES')).toBe('1) "a"\n2) "1.5"\n3) "b"\n4) "inf"');
  });
});

describe('what this server dumps', () => {
  const dump = (key: string): Buffer => server.send(`DUMP ${key}`).value as Buffer;
  const STREAM_2 = 19;
  const STREAM_3 = 21;

  it('of consumers tells when they were active last, if that is not when they were seen', () => {
    server.ask('XADD k 1-1 f v');
    server.ask('XGROUP CREATE k g 0');
    server.ask('XREADGROUP GROUP g reader STREAMS k >');
    const before = dump('k');
    expect([before[0], before.readUInt16LE(before.length - 10)]).toEqual([STREAM_2, 10]);
    server.ask('XGROUP CREATECONSUMER k g onlooker');
    const payload = dump('k');
    expect([payload[0], payload.readUInt16LE(payload.length - 10)]).toEqual([STREAM_3, 11]);
    expect(server.ask(['RESTORE', 'copy', '0', payload])).toBe('OK');
    expect(server.ask('XINFO CONSUMERS copy g')).toMatch(/"onlooker"[\s\S]*"inactive"\n +8\) \(integer\) -1/);
    expect(dump('copy')).toEqual(payload);
  });
});

describe('what nobody dumps', () => {
  const BAD = '(error) ERR Bad data format';

  it('is refused, and the key stays', () => {
    server.ask('SET k v');
    const bodies = [
      Buffer.of(1, 0),
      Buffer.of(2, 2, 1, 97, 1, 97),
      Buffer.of(4, 2, 1, 97, 1, 98, 1, 97, 1, 98),
      Buffer.of(3, 1, 1, 97, 253),
      Buffer.of(6, 1),
      Buffer.of(0, 0x81, 255, 255, 255, 255, 255, 255, 255, 255),
      Buffer.of(1, 0x80, 255, 255, 255, 255, 1),
      Buffer.of(0, 0xc3, 3, 0x80, 0x7f, 255, 255, 255, 0, 97, 97),
      ...[
        [1, 3, 2],
        [1, 1, 2],
        [70_000, -1],
        [2 ** 40, 2 ** 39],
        [2 ** 40, 2 ** 40],
      ].map((numbers) => Buffer.concat([Buffer.of(11), short(intset(numbers))])),
      Buffer.of(99),
      Buffer.of(),
    ];
    for (const body of bodies) {
      expect(server.ask(['RESTORE', 'k', '0', payloadOf(body), 'REPLACE'])).toBe(BAD);
      expect(server.audit()).toEqual([]);
    }
    expect(server.ask('GET k')).toBe('"v"');
  });

  it('never harms, whatever a byte is changed to', { timeout: 60_000 }, () => {
    let seed = 12345;
    const random = (below: number): number => {
      seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
      return (seed >>> 8) % below;
    };
    for (const hex of Object.values(PAYLOADS)) {
      const body = Buffer.from(hex, 'hex').subarray(0, -10);
      for (let i = 0; i < 400; i++) {
        const broken = Buffer.from(body);
        for (let changes = 1 + random(3); changes > 0; changes--) broken[random(broken.length)] = random(256);
        const cut = random(10) === 0 ? broken.subarray(0, random(broken.length)) : broken;
        const reply = server.ask(['RESTORE', 'k', '0', payloadOf(cut, 12), 'REPLACE']);
        if (reply !== 'OK') expect(reply).toBe(BAD);
      }
      expect(server.audit()).toEqual([]);
    }
  });
});
