/** The form that a hash begins with, however much is set at once. */
import { expect, it } from 'vitest';
import { startInProcess } from '../../helpers/in-process.ts';

it('is packed for a small field that comes before more than any packed hash holds', async () => {
  const server = await startInProcess();
  const long = 'x'.repeat(60_000);
  const fields = Array.from({ length: 80 }, (_, i) => [`field:${i}`, long]).flat();
  for (const command of [
    ['HSET', 'h', 'a', '1', ...fields],
    ['HSETEX', 'timed', 'EX', '100', 'FIELDS', '81', 'a', '1', ...fields],
  ]) {
    const [, key = ''] = command;
    expect(server.ask(command)).not.toContain('error');
    expect(server.ask(['HLEN', key])).toBe('(integer) 81');
    expect(server.ask(['HGET', key, 'a'])).toBe('"1"');
    expect(server.ask(['HSTRLEN', key, 'field:79'])).toBe('(integer) 60000');
  }
});
