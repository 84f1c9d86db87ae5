/** Transactions and blocked clients on several threads at once: sums stay, nobody sees half, first come is first served. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Reply } from '../../protocol/resp/reply-parser.ts';
import { encodeCommand } from '../../protocol/resp/request-writer.ts';
import type { RawClient } from '../helpers/raw-client.ts';
import { startServer, type TestServer } from '../helpers/server.ts';

const accounts = Array.from({ length: 6 }, (_, i) => `account:${i}`);
const total = accounts.length * 1000;

/** Different from call to call, the same from run to run. */
function chooser(seed: number): (below: number) => number {
  let state = seed * 2_654_435_761 + 1;
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state >>> 8) % below;
  };
}

async function pipeline(client: RawClient, commands: readonly string[][]): Promise<Reply[]> {
  await client.send(Buffer.concat(commands.map((command) => encodeCommand(command))));
  const out: Reply[] = [];
  for (let i = 0; i < commands.length; i++) out.push((await client.readReply()).reply);
  return out;
}

const sumOf = (reply: Reply): number =>
  (reply.value as Reply[]).reduce((sum, item) => sum + Number(String(item.value)), 0);

describe.each([1, 2, 4])('%i io threads', (threads) => {
  let server: TestServer;
  let clients: RawClient[];
  beforeAll(async () => {
    server = await startServer({ settings: { threads } });
    clients = await Promise.all(Array.from({ length: 16 }, () => server.connect()));
    await pipeline(clients[0]!, [['MSET', ...accounts.flatMap((account) => [account, '1000'])]]);
  });
  afterAll(async () => {
    await Promise.all(clients.map((client) => client.close()));
    await server.stop();
  });

  async function observe(client: RawClient, rounds: number): Promise<void> {
    for (let i = 0; i < rounds; i++) {
      const [read] = await pipeline(client, [['MGET', ...accounts]]);
      expect(sumOf(read!)).toBe(total);
      const replies = await pipeline(client, [['MULTI'], ...accounts.map((account) => ['GET', account]), ['EXEC']]);
      expect(sumOf(replies.at(-1)!)).toBe(total);
    }
  }

  it('transfers by MULTI keep their sum, and nobody sees one half done', async () => {
    const transfer = async (client: RawClient, choose: (below: number) => number): Promise<void> => {
      for (let i = 0; i < 100; i++) {
        const [from, to] = [accounts[choose(6)]!, accounts[choose(6)]!];
        const amount = String(choose(50));
        await pipeline(client, [['MULTI'], ['DECRBY', from, amount], ['INCRBY', to, amount], ['EXEC']]);
      }
    };
    await Promise.all(clients.map((client, i) => (i % 4 === 3 ? observe(client, 60) : transfer(client, chooser(i)))));
    await observe(clients[0]!, 1);
  });

  it('transfers by WATCH keep their sum: what was decided on an old balance fails', async () => {
    let failed = 0;
    const transfer = async (client: RawClient, choose: (below: number) => number): Promise<void> => {
      for (let i = 0; i < 40; i++) {
        const [from, to] = [choose(6), choose(6)];
        if (from === to) continue;
        const [, before] = await pipeline(client, [
          ['WATCH', accounts[from]!, accounts[to]!],
          ['MGET', accounts[from]!, accounts[to]!],
        ]);
        const [a, b] = (before!.value as Reply[]).map((item) => Number(String(item.value)));
        const set = ['MSET', accounts[from]!, String(a! - 7), accounts[to]!, String(b! + 7)];
        const replies = await pipeline(client, [['MULTI'], set, ['EXEC']]);
        if (replies.at(-1)!.value === null) failed++;
      }
    };
    await Promise.all(
      clients.map((client, i) => (i % 4 === 3 ? observe(client, 40) : transfer(client, chooser(i + 50)))),
    );
    await observe(clients[0]!, 1);
    expect(failed).toBeGreaterThan(0);
  });

  it('says in INFO how many keys are watched, and how many clients wait for a limited time', async () => {
    const figures = async (): Promise<number[]> => [
      await server.infoNumber('total_watched_keys', 'clients'),
      await server.infoNumber('clients_in_timeout_table', 'clients'),
    ];
    const [a, b, c] = clients as [RawClient, RawClient, RawClient];
    await a.text('WATCH', 'one', 'two');
    await b.text('WATCH', 'two', 'three');
    expect(await figures()).toEqual([3, 0]);
    await a.text('UNWATCH');
    await a.send(encodeCommand(['BLPOP', 'nothing', '60']));
    await c.send(encodeCommand(['BLPOP', 'nothing', '0']));
    await expect.poll(figures, { interval: 5, timeout: 5_000 }).toEqual([2, 1]);
    await b.text('UNWATCH');
    await b.text('RPUSH', 'nothing', 'x', 'y');
    await Promise.all([a.readReply(), c.readReply()]);
    expect(await figures()).toEqual([0, 0]);
  });

  it('serves blocked clients in the order in which they came, each item once', async () => {
    const blocked = () => server.infoNumber('blocked_clients', 'clients');
    for (const [i, client] of clients.entries()) {
      await client.send(encodeCommand(['BLPOP', 'other', 'queue', '0']));
      await expect.poll(blocked, { interval: 1, timeout: 5_000 }).toBe(i + 1);
    }
    const pusher = await server.connect();
    const items = clients.map((_, i) => `item ${i}`);
    expect(await pusher.text('RPUSH', 'queue', ...items)).toBe(`:${items.length}\r\n`);
    const got = await Promise.all(clients.map(async (client) => (await client.readReply()).reply.value as Reply[]));
    expect(got.map((pair) => String(pair[1]!.value))).toEqual(items);
    expect(await pusher.text('LLEN', 'queue')).toBe(':0\r\n');
    await pusher.close();
  });

  it('loses no item and gives none twice while clients push, pop, time out and are unblocked', async () => {
    const poppers = clients.slice(0, 8);
    const pushers = clients.slice(8);
    const each = 150;
    const expected = pushers.length * each;
    const popped: string[] = [];
    let pushing = true;
    const pop = async (client: RawClient, i: number): Promise<void> => {
      while (pushing || popped.length < expected) {
        const command =
          i % 2 === 0 ? ['BLPOP', 'work:a', 'work:b', '0.02'] : ['BLMPOP', '0.02', '2', 'work:b', 'work:a', 'LEFT'];
        const [reply] = await pipeline(client, [command]);
        if (reply!.type === 'error' || reply!.value === null) continue;
        const item = (reply!.value as Reply[])[1]!;
        popped.push(String(item.type === 'array' ? (item.value[0] as Reply).value : item.value));
      }
    };
    const push = async (client: RawClient, i: number): Promise<void> => {
      for (let n = 0; n < each; n++) {
        const key = n % 2 === 0 ? 'work:a' : 'work:b';
        await pipeline(
          client,
          n % 3 === 0 ? [['MULTI'], ['RPUSH', key, `${i}:${n}`], ['EXEC']] : [['RPUSH', key, `${i}:${n}`]],
        );
        if (n % 10 === 0) await pipeline(client, [['CLIENT', 'UNBLOCK', String(1 + (n % 20)), 'ERROR']]);
      }
    };
    const popping = Promise.all(poppers.map(pop));
    await Promise.all(pushers.map(push));
    pushing = false;
    await popping;
    expect(popped.sort()).toEqual(
      pushers.flatMap((_, i) => Array.from({ length: each }, (__, n) => `${i}:${n}`)).sort(),
    );
  }, 30_000);

  it('hands an item through a chain of blocked moves before anybody sees it', async () => {
    const [a, b, c, pusher] = clients as [RawClient, RawClient, RawClient, RawClient];
    for (let round = 0; round < 20; round++) {
      await c.send(encodeCommand(['BLPOP', 'end', '0']));
      await b.send(encodeCommand(['BLMOVE', 'middle', 'end', 'LEFT', 'LEFT', '0']));
      await a.send(encodeCommand(['BLMOVE', 'start', 'middle', 'LEFT', 'LEFT', '0']));
      await expect.poll(() => server.infoNumber('blocked_clients', 'clients'), { interval: 1 }).toBe(3);
      const replies = await pipeline(pusher, [
        ['RPUSH', 'start', `v${round}`],
        ['EXISTS', 'start', 'middle', 'end'],
      ]);
      expect(replies.map((reply) => reply.value)).toEqual([1, 0]);
      expect(String((await a.readReply()).reply.value)).toBe(`v${round}`);
      expect(String((await b.readReply()).reply.value)).toBe(`v${round}`);
      expect(((await c.readReply()).reply.value as Reply[]).map((item) => String(item.value))).toEqual([
        'end',
        `v${round}`,
      ]);
    }
  });

  it('keeps the order of each publisher, over all threads, and counts receivers truly', async () => {
    const [one, two, ...subscribers] = clients as [RawClient, RawClient, ...RawClient[]];
    for (const subscriber of subscribers) await pipeline(subscriber, [['SUBSCRIBE', 'c']]);
    const messages = 300;
    const publish = async (client: RawClient, name: string): Promise<void> => {
      const replies = await pipeline(
        client,
        Array.from({ length: messages }, (_, i) => ['PUBLISH', 'c', `${name} ${i}`]),
      );
      expect(replies.every((reply) => reply.value === subscribers.length)).toBe(true);
    };
    await Promise.all([publish(one, 'one'), publish(two, 'two')]);
    for (const subscriber of subscribers) {
      const seen: Record<string, number> = { one: 0, two: 0 };
      for (let i = 0; i < messages * 2; i++) {
        const [, , payload] = (await subscriber.readReply()).reply.value as Reply[];
        const [name, number] = String(payload!.value).split(' ');
        expect(Number(number)).toBe(seen[name!]!++);
      }
      await pipeline(subscriber, [['UNSUBSCRIBE']]);
    }
  }, 30_000);
});
