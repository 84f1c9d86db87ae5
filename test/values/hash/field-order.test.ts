import { expect, it } from 'vitest';
import { startInProcess } from '../../helpers/in-process.ts';

it('is that in which fields go, however long they are', async () => {
  const server = await startInProcess({ settings: ['--hash-max-listpack-value', '2000'] });
  const keys = (): string => server.ask('HKEYS h').replaceAll(/\s*\d\) "|"/g, '');
  server.ask(['HSET', 'h', 'a', 'x'.repeat(1_500), 'b', '2', 'c', 'y'.repeat(300), 'd', '']);
  server.ask('HPEXPIREAT h 4102444800000 FIELDS 2 d c');
  expect(keys()).toBe('cdab');
  server.ask('HPEXPIREAT h 4102444700000 FIELDS 1 a');
  server.ask('HPEXPIREAT h 4102444900000 FIELDS 1 c');
  expect(keys()).toBe('adcb');
  // Of equal times what was set last comes first, though it had this time.
  server.ask('HPEXPIREAT h 4102444900000 FIELDS 2 d c');
  expect(keys()).toBe('acdb');
  server.ask('HPEXPIREAT h 4102444900000 FIELDS 1 d');
  expect(keys()).toBe('adcb');
  server.ask('HSETEX h PXAT 4102444900000 FIELDS 1 c 3');
  expect(keys()).toBe('acdb');
  server.ask(['HSETEX', 'h', 'KEEPTTL', 'FIELDS', '1', 'd', 'z'.repeat(300)]);
  server.ask(['HSETEX', 'h', 'PXAT', '4102444900000', 'FIELDS', '1', 'c', 'y'.repeat(300)]);
  server.ask('HGETEX h PXAT 4102444900000 FIELDS 1 d');
  expect(keys()).toBe('adcb');
  server.ask('HPERSIST h FIELDS 1 a');
  expect(keys()).toBe('dcba');
  expect(server.ask('HSTRLEN h a')).toBe('(integer) 1500');
  expect(server.ask('HGET h c')).toBe(`"${'y'.repeat(300)}"`);
  expect(server.ask('OBJECT ENCODING h')).toBe('"listpackex"');
  expect(server.emptyAndAudit()).toEqual([]);
});
