/** What a thread keeps between commands holds no slab that was dropped, whatever commands it has run. */
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { collectGarbage } from '../../src/threads/collector.ts';
import { type InProcess, startInProcess } from '../helpers/in-process.ts';

const MEMBERS = 600;

/** Collections of a few members and of many, and strings that fill more than the first slab's first pages. */
function fill(server: InProcess, name: string, members: number): void {
  for (let i = 0; i < members; i++) {
    const text = `member-${i}`;
    server.send(['SADD', `${name}:set`, text]);
    server.send(['ZADD', `${name}:sorted`, i % 7, text]);
    server.send(['HSET', `${name}:hash`, text, `value-${i}`]);
    server.send(['RPUSH', `${name}:list`, text]);
    server.send(['XADD', `${name}:stream`, '*', text, 'value']);
  }
  server.send(['XGROUP', 'CREATE', `${name}:stream`, 'group', '0']);
  server.send(['XREADGROUP', 'GROUP', 'group', 'me', 'COUNT', '1', 'STREAMS', `${name}:stream`, '>']);
  server.send(['SET', `${name}:string`, 'x'.repeat(members * 200)]);
}

/** Slabs that are still there once all are dropped and the collector has run. */
async function keptSlabs(server: InProcess): Promise<number> {
  const { slabs } = server.store.heap;
  const memory: WeakRef<ArrayBufferLike>[] = [];
  for (const [id, view] of slabs.bytes.entries()) {
    if (view.length === 0) continue;
    memory.push(new WeakRef(view.buffer));
    slabs.drop(id);
  }
  (server.shared.slabs as unknown[]).length = 0;
  expect(memory.length).toBeGreaterThan(0);
  slabs.letGo();
  // What a WeakRef was made of lives to the end of the turn.
  await sleep(1);
  collectGarbage();
  return memory.filter((slab) => slab.deref() !== undefined).length;
}

const requests = [
  ['a range of a packed sorted set', ['ZRANGE', 'few:sorted', '0', '-1']],
  ['a range of a large sorted set', ['ZRANGE', 'many:sorted', '0', '-1']],
  ['a sorted set that becomes a tree', ['ZADD', 'few:sorted', '1', 'x'.repeat(1_000)]],
  ['a sorted set made of others', ['ZUNIONSTORE', 'target', '2', 'many:sorted', 'many:set']],
  ['the members of a packed set', ['SMEMBERS', 'few:set']],
  ['the members of a large set', ['SMEMBERS', 'many:set']],
  ['a dumped set', ['DUMP', 'few:set']],
  ['a dumped sorted set', ['DUMP', 'many:sorted']],
  ['a hash that becomes a table', ['HSET', 'few:hash', 'field', 'x'.repeat(1_000)]],
  ['a range of a list', ['LRANGE', 'few:list', '0', '-1']],
  ['a range of a stream', ['XRANGE', 'many:stream', '-', '+']],
  ['a stream that is trimmed', ['XTRIM', 'many:stream', 'MAXLEN', '3']],
  ['what is pending in a group', ['XPENDING', 'many:stream', 'group', '-', '+', '10']],
  ['what a consumer has pending', ['XREADGROUP', 'GROUP', 'group', 'me', 'STREAMS', 'many:stream', '0']],
  ['a group that reads on', ['XREADGROUP', 'GROUP', 'group', 'me', 'COUNT', '5', 'STREAMS', 'many:stream', '>']],
  ['a large string', ['GET', 'many:string']],
  ['a sorted list', ['SORT', 'few:list', 'ALPHA', 'BY', '*:none', 'GET', '#']],
] as const;

it.each(requests)('%s keeps no slab', async (_, request) => {
  const server = await startInProcess();
  fill(server, 'few', 5);
  fill(server, 'many', MEMBERS);
  server.sendForBytes(request);
  expect(await keptSlabs(server)).toBe(0);
});
