/** Clients whose blocking commands had to wait for locks first: they are heard when they leave, as any other. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { encodeCommand } from '../../protocol/resp/request-writer.ts';
import type { RawClient } from '../helpers/raw-client.ts';
import { startServer, type TestServer } from '../helpers/server.ts';

/** Runs for some tenths of a second, under all locks. */
const BUSY = 'local n = 0 for i = 1, 2000000 do n = n + i % 7 end return n';
/** Clients of each kind: while the script runs on one thread, those of the other ones come to its locks. */
const CLIENTS = 4;

let server: TestServer;
let runner: RawClient;
let control: RawClient;
beforeAll(async () => {
  server = await startServer({ settings: { threads: 2 } });
  runner = await server.connect();
  control = await server.connect();
}, 60_000);
afterAll(async () => {
  await Promise.all([runner.close(), control.close()]);
  await server.stop();
});

const info = (field: string, section: string): Promise<number> => server.infoNumber(field, section);

it.each([
  ['BLPOP', 'list', '0'],
  ['XREAD', 'BLOCK', '0', 'STREAMS', 'stream', '$'],
])('%s: leaves no connection behind', { timeout: 60_000 }, async (...command) => {
  // The script has to have begun, or the locks are had at once: five times it will not be late.
  for (let round = 0; round < 5; round++) {
    const clients = await Promise.all(Array.from({ length: CLIENTS }, () => server.connect()));
    const script = runner.command('EVAL', BUSY, '0');
    await Promise.all(clients.map((client) => client.send(encodeCommand(command))));
    await script;
    await expect.poll(() => info('blocked_clients', 'clients')).toBe(CLIENTS);
    await Promise.all(clients.map((client) => client.close()));
    await expect.poll(() => info('blocked_clients', 'clients')).toBe(0);
  }
});

it('a client that waited for locks and then for a key is served, and goes on', async () => {
  const client = await server.connect();
  const script = runner.command('EVAL', BUSY, '0');
  await client.send(Buffer.concat([encodeCommand(['BLPOP', 'queue', '0']), encodeCommand(['PING'])]));
  await script;
  await expect.poll(() => info('blocked_clients', 'clients')).toBe(1);
  await client.send(encodeCommand(['ECHO', 'behind']));
  expect(await control.text('RPUSH', 'queue', 'one')).toBe(':1\r\n');
  const replies: string[] = [];
  for (let i = 0; i < 3; i++) replies.push((await client.readReply()).bytes.toString());
  expect(replies).toEqual(['*2\r\n$5\r\nqueue\r\n$3\r\none\r\n', '+PONG\r\n', '$6\r\nbehind\r\n']);
  await client.close();
});
