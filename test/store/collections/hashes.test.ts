import fc from 'fast-check';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { auditStore } from '../../../src/store/audit.ts';
import { type InProcess, startInProcess } from '../../helpers/in-process.ts';

let server: InProcess;

beforeAll(async () => {
  server = await startInProcess();
});

afterEach(() => {
  server.call.types.hashes.maxPackedEntries = 12;
  server.call.types.hashes.maxPackedValue = 20;
  expect(server.emptyAndAudit()).toEqual([]);
});

function ask(...request: readonly (string | number)[]): string {
  return server.ask(request);
}

const LATER = 4_000_000_000;

/** What a key holds: values, and the times of fields that expire. */
class Model {
  readonly fields = new Map<string, { value: string; time: number }>();

  set(name: string, value: string): number {
    const isNew = !this.fields.has(name);
    this.fields.set(name, { value, time: -1 });
    return isNew ? 1 : 0;
  }

  expire(name: string, time: number): number {
    const field = this.fields.get(name);
    if (field === undefined) return -2;
    field.time = time;
    return 1;
  }

  /** The lines of HGETALL, and each field's time, sorted. */
  lines(): string[] {
    return [...this.fields].map(([name, { value, time }]) => `${name}=${value}@${time}`).sort();
  }
}

function linesOf(key: string): string[] {
  const reply = server.send(['HGETALL', key]) as { value: { value: Buffer }[] };
  const texts = reply.value.map(({ value }) => value.toString());
  const names = texts.filter((_, i) => i % 2 === 0);
  return names.map((name, i) => `${name}=${texts[i * 2 + 1]}@${timeOf(key, name)}`).sort();
}

function timeOf(key: string, name: string): string {
  return ask('HEXPIRETIME', key, 'FIELDS', 1, name).replace('1) (integer) ', '');
}

const name = fc.oneof(
  fc.integer({ min: 0, max: 15 }).map((n) => `f${n}`),
  fc.constantFrom('', 'x'.repeat(21), 'y'.repeat(300)),
);
const value = fc.oneof(fc.nat(1000).map(String), fc.constantFrom('', 'v'.repeat(20), 'w'.repeat(21), 'z'.repeat(1000)));
const change = fc.oneof(
  fc.record({ what: fc.constant('set' as const), name, value }),
  fc.record({ what: fc.constant('delete' as const), name }),
  fc.record({ what: fc.constant('expire' as const), name, time: fc.integer({ min: LATER, max: LATER + 9 }) }),
  fc.record({ what: fc.constant('persist' as const), name }),
);

describe('hashes', { timeout: 60_000 }, () => {
  it.each([
    ['12', '20'],
    ['6', '2000'],
  ])('hold what a Map holds, in each form, packed up to %s fields of %s bytes', (entries, bytes) => {
    server.call.types.hashes.maxPackedEntries = Number(entries);
    server.call.types.hashes.maxPackedValue = Number(bytes);
    fc.assert(
      fc.property(fc.array(change, { maxLength: 60 }), (changes) => {
        const model = new Model();
        for (const one of changes) {
          if (one.what === 'set') {
            expect(ask('HSET', 'h', one.name, one.value)).toBe(`(integer) ${model.set(one.name, one.value)}`);
            expect(ask('HGET', 'h', one.name)).toBe(`"${one.value}"`);
          } else if (one.what === 'delete') {
            expect(ask('HDEL', 'h', one.name)).toBe(`(integer) ${model.fields.delete(one.name) ? 1 : 0}`);
          } else if (one.what === 'expire') {
            const reply = ask('HEXPIREAT', 'h', one.time, 'FIELDS', 1, one.name);
            expect(reply).toBe(`1) (integer) ${model.expire(one.name, one.time)}`);
          } else {
            const had = (model.fields.get(one.name)?.time ?? -1) >= 0;
            expect(ask('HPERSIST', 'h', 'FIELDS', 1, one.name) === '1) (integer) 1').toBe(had);
            model.expire(one.name, -1);
          }
        }
        expect(linesOf('h')).toEqual(model.lines());
        expect(auditStore(server.store).problems).toEqual([]);
        if (model.fields.size > 0) expect(ask('COPY', 'h', 'copy', 'REPLACE')).toBe('(integer) 1');
        expect(linesOf(model.fields.size > 0 ? 'copy' : 'h')).toEqual(model.lines());
        expect(auditStore(server.store).problems).toEqual([]);
        ask('DEL', 'h', 'copy');
      }),
      { numRuns: 80 },
    );
  });

  it('become tables one field at a time, by their number and by a value', () => {
    for (let i = 0; i < 12; i++) expect(ask('HSET', 'h', `f${i}`, 'v')).toBe('(integer) 1');
    expect(ask('HSET', 'h', 'f3', 'x'.repeat(20))).toBe('(integer) 0');
    expect(ask('HSET', 'h', 'f3', 'y'.repeat(20))).toBe('(integer) 0');
    expect(ask('OBJECT', 'ENCODING', 'h')).toBe('"listpack"');
    expect(ask('HSET', 'h', 'one more', 'v')).toBe('(integer) 1');
    expect(ask('OBJECT', 'ENCODING', 'h')).toBe('"hashtable"');
    expect(ask('HGET', 'h', 'f3')).toBe(`"${'y'.repeat(20)}"`);
    expect(ask('HGET', 'h', 'none')).toBe('(nil)');
    ask('HSET', 'other', 'f', 'v');
    expect(ask('HSET', 'other', 'f', 'v'.repeat(21))).toBe('(integer) 0');
    expect(ask('OBJECT', 'ENCODING', 'other')).toBe('"hashtable"');
    ask('DEL', 'h', 'other');
  });

  it('keep times and fields when they are renamed and moved', () => {
    for (const fields of [3, 300]) {
      for (let i = 0; i < fields; i++) ask('HSET', 'h', `f${i}`, i);
      ask('HEXPIREAT', 'h', LATER, 'FIELDS', 2, 'f0', 'f2');
      ask('EXPIREAT', 'h', LATER + 5);
      const lines = linesOf('h');
      ask('RENAME', 'h', '{other}k');
      expect(linesOf('{other}k')).toEqual(lines);
      ask('MOVE', '{other}k', 3);
      server.client.db = 3;
      expect(linesOf('{other}k')).toEqual(lines);
      expect(ask('EXPIRETIME', '{other}k')).toBe(`(integer) ${LATER + 5}`);
      expect([0, 3].map((db) => server.store.expiringElements(db))).toEqual([0, 1]);
      expect(auditStore(server.store).problems).toEqual([]);
      ask('SET', '{other}k', 'no hash any more');
      ask('DEL', '{other}k');
      server.client.db = 0;
      expect(server.store.expiringElements(3)).toBe(0);
    }
  });

  it('hold large names and values', () => {
    const long = 'n'.repeat(70_000);
    const large = 'v'.repeat(100_000);
    expect(ask('HSET', 'h', long, 'small', 'a', large, 'b', 'small')).toBe('(integer) 3');
    expect(ask('HGET', 'h', long)).toBe('"small"');
    expect(ask('HSET', 'h', long, large)).toBe('(integer) 0');
    expect(ask('HSTRLEN', 'h', long)).toBe('(integer) 100000');
    expect(ask('HGET', 'h', 'a')).toBe(`"${large}"`);
    expect(ask('COPY', 'h', 'k')).toBe('(integer) 1');
    expect(ask('HEXPIREAT', 'k', LATER, 'FIELDS', 2, long, 'a')).toBe('1) (integer) 1\n2) (integer) 1');
    expect(ask('HSCAN', 'k', 0, 'MATCH', 'n*', 'NOVALUES')).toBe(`1) "0"\n2) 1) "${long}"`);
    expect(ask('HDEL', 'h', long, 'a')).toBe('(integer) 2');
    expect(ask('HGET', 'k', 'a')).toBe(`"${large}"`);
    expect(ask('HSET', 'k', 'a', 1)).toBe('(integer) 0');
    expect(ask('HINCRBY', 'k', long, 1)).toBe('(error) ERR hash value is not an integer');
    expect(ask('HKEYS', 'h')).toBe('1) "b"');
    expect(auditStore(server.store).problems).toEqual([]);
  });

  it('are scanned and drawn from as tables', () => {
    for (let i = 0; i < 1000; i++) ask('HSET', 'h', `field:${i}`, `value:${i}`);
    const seen = new Set<string>();
    let cursor = '0';
    let steps = 0;
    do {
      const reply = server.send(['HSCAN', 'h', cursor, 'COUNT', '30', 'NOVALUES']) as unknown as {
        value: [{ value: Buffer }, { value: { value: Buffer }[] }];
      };
      cursor = reply.value[0].value.toString();
      for (const found of reply.value[1].value) seen.add(found.value.toString());
      steps++;
    } while (cursor !== '0');
    expect(seen.size).toBe(1000);
    expect(steps).toBeGreaterThan(15);
    for (const count of [1, 20, 900, 5000]) {
      const reply = server.send(['HRANDFIELD', 'h', String(count)]) as unknown as { value: { value: Buffer }[] };
      const names = new Set(reply.value.map((one) => one.value.toString()));
      expect(names.size).toBe(Math.min(count, 1000));
      expect([...names].every((one) => seen.has(one))).toBe(true);
    }
  });
});
