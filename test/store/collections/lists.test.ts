import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type InProcess, startInProcess } from '../../helpers/in-process.ts';

describe('lists of keys', () => {
  let server: InProcess;
  const form = (key: string): string => server.ask(`OBJECT ENCODING ${key}`);
  const items = (count: number, length: number): string[] =>
    Array.from({ length: count }, (_, i) => String(i).padStart(length, 'x'));

  beforeAll(async () => {
    server = await startInProcess();
  });

  afterEach(() => {
    server.call.types.lists.maxPackedSize = -2;
    server.strings.largeThreshold = 65536;
    expect(server.emptyAndAudit()).toEqual([]);
  });

  it('change their form by bytes, and back when half of them are enough', () => {
    server.send(['RPUSH', 'k', ...items(430, 17)]);
    expect(form('k')).toBe('"listpack"');
    server.send('RPUSH k x');
    expect(form('k')).toBe('"listpack"');
    server.send('RPUSH k xxxxxxxxxxxxxxxxxxx');
    expect(form('k')).toBe('"quicklist"');
    server.send('LTRIM k 0 299');
    expect(form('k')).toBe('"quicklist"');
    server.send('LTRIM k 0 199');
    expect(form('k')).toBe('"listpack"');
    expect(server.ask('LLEN k')).toBe('(integer) 200');
  });

  it('change their form by items', () => {
    server.call.types.lists.maxPackedSize = 4;
    server.send('RPUSH k a b c d');
    expect(form('k')).toBe('"listpack"');
    server.send('LPUSH k e');
    expect(form('k')).toBe('"quicklist"');
    server.send('RPOP k 2');
    expect(form('k')).toBe('"quicklist"');
    server.send('RPOP k 2');
    expect(form('k')).toBe('"listpack"');
  });

  it.each([
    ['at the split of a full node', 'AFTER 4 x', 'LTRIM k 4 6', '"x", "5", "6"'],
    ['with the end of the node before', 'BEFORE 5 x', 'LTRIM k 2 4', '"3", "4", "x"'],
    ['with the nodes behind it, which are joined', 'AFTER 7 x', 'LTRIM k 7 9', '"x", "8", "9"'],
    ['or a quicklist across the split', 'AFTER 4 x', 'LTRIM k 3 5', undefined],
  ])('are small again when what is left lay together: an item inserted %s', (_, where, trim, kept) => {
    server.call.types.lists.maxPackedSize = 8;
    server.send('RPUSH k 1 2 3 4 5 6 7 8 9');
    server.send(`LINSERT k ${where}`);
    server.send(trim);
    expect(form('k')).toBe(kept === undefined ? '"quicklist"' : '"listpack"');
    if (kept !== undefined)
      expect(server.ask('LRANGE k 0 -1').replace(/\d\) |\n/g, (text) => (text === '\n' ? ', ' : ''))).toBe(kept);
  });

  it('are small again when what is left lay together: nodes before are joined, and LSET splits none', () => {
    server.call.types.lists.maxPackedSize = 8;
    server.send('RPUSH k 2 3 4 5 6 7 8 9');
    server.send('LPUSH k 1');
    server.send('LINSERT k BEFORE 4 x');
    server.send('LTRIM k 0 3');
    expect(form('k')).toBe('"listpack"');
    server.send('RPUSH l 1 2 3 4 5 6 7 8 9');
    server.send('LSET l 0 longer');
    server.send('LTRIM l 2 5');
    expect(form('l')).toBe('"listpack"');
    expect(server.ask('LINDEX l 0')).toBe('"3"');
  });

  it('share large items when they are copied, and let go of them', () => {
    const large = 'L'.repeat(100_000);
    server.send(['RPUSH', 'k', large, 'a', large]);
    expect(server.ask('COPY k copy')).toBe('(integer) 1');
    expect(server.store.large.objectCount()).toBe(2);
    server.send('LPOP k');
    server.send('LREM copy 0 a');
    expect(server.ask(['LPOS', 'copy', large, 'RANK', '-1'])).toBe('(integer) 1');
    expect(server.ask('LMOVE copy k LEFT LEFT')).toBe(`"${large}"`);
    expect(server.ask('LLEN k')).toBe('(integer) 3');
    server.send('DEL copy');
    expect(server.ask('LINDEX k -1')).toBe(`"${large}"`);
    server.send(['LSET', 'k', '-1', 'small']);
    server.send('LTRIM k 1 -1');
    expect(server.store.large.objectCount()).toBe(0);
  });

  it('give what is cut off a long one to the graves', () => {
    for (let i = 0; i < 40; i++) server.send(['RPUSH', 'k', ...items(1000, 17)]);
    server.send('LTRIM k 10000 29999');
    expect(server.ask('LLEN k')).toBe('(integer) 20000');
    expect(server.ask('LINDEX k 0')).toBe(`"${'0'.padStart(17, 'x')}"`);
    server.send('RENAME k l');
    expect(server.ask('LLEN l')).toBe('(integer) 20000');
    expect(Number(server.ask('MEMORY USAGE l').replace(/\D+/, ''))).toBeGreaterThan(20_000 * 19);
  });
});
