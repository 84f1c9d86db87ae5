/** Load under which no line of a chart is flat. */
import type { RawClient } from '../../helpers/raw-client.ts';
import type { TestServer } from '../../helpers/server.ts';

const VALUE = 'v'.repeat(900);
/** Bytes of a value that needs pages of its own; the load writes twelve keys of it. */
export const LARGE_VALUE_BYTES = 300_000;
const LARGE = Buffer.alloc(LARGE_VALUE_BYTES, 1);

/** Load of every kind: on both threads, with hits and misses, evictions, expirations, scripts, large values, a long query. */
export async function startChartLoad(server: TestServer): Promise<() => Promise<void>> {
  const clients = await Promise.all(Array.from({ length: 5 }, () => server.connect()));
  const [sender, ...workers] = clients as [RawClient, ...RawClient[]];
  // Half a request: it stays in the server's buffer.
  await sender.send(`*3\r\n$3\r\nSET\r\n$4\r\nhalf\r\n$30000\r\n${'x'.repeat(29_000)}`);
  let isOver = false;
  const work = async (client: RawClient, seed: number): Promise<void> => {
    for (let round = 0; !isOver; round++) {
      for (let i = 0; i < 30; i++) {
        const key = `page:${Math.floor(Math.random() ** 2 * 30_000)}`;
        const { reply } = await client.command('GET', key);
        if (reply.value === null) await client.command('SET', key, VALUE);
      }
      await client.command('SET', `soon:${seed}:${round}`, 'x', 'PX', '300');
      if (round % 50 === 0) await client.command('SET', `large:${(seed + round / 50) % 12}`, LARGE);
      if (round % 100 === 0) await client.command('EVAL', SCRIPT, '0');
    }
  };
  const working = workers.map(work);
  let ending: Promise<void> | undefined;
  return () => {
    isOver = true;
    ending ??= Promise.all(working).then(async () => {
      await Promise.all(clients.map((client) => client.close()));
    });
    return ending;
  };
}

/** Long enough to be worth the thread of its own. */
const SCRIPT = `local sum = 0 for i = 1, 300000 do sum = sum + i % 7 end
for i = 1, 300 do redis.call('INCR', 'n' .. i % 10) end return sum`;
