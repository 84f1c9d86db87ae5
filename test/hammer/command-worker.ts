/** One thread that runs commands on collections through a dispatcher of its own, on a store that others change too. */
import { parentPort, workerData } from 'node:worker_threads';
import { definePolicyNames } from '../../src/config/policy-names.ts';
import { policyNamesInFolder } from '../../src/eviction/load-policies.ts';
import { statsRow } from '../../src/memory/thread-stats.ts';
import { startInProcess } from '../helpers/in-process.ts';
import { SEED } from '../store/store-driver.ts';
import { DATABASES, type HammerOrder, type HammerReport, READY, STOP } from './protocol.ts';

const order = workerData as HammerOrder;
const signals = new Int32Array(order.signals);
definePolicyNames(policyNamesInFolder());
const server = await startInProcess({
  settings: ['--databases', String(DATABASES), '--large-object-threshold', '20000'],
  joins: { shared: order.shared, stats: statsRow(order.stats, order.index), seed: SEED },
});
const { store } = server;
const done: Record<string, number> = {};
const problems: string[] = [];

let state = order.seed * 7_919 + order.index * 104_729 + 1;
function random(below: number): number {
  state ^= state << 13;
  state ^= state >>> 17;
  state ^= state << 5;
  return (state >>> 0) % below;
}

/** Keys of one type each, so that most commands find what they want; a third of them share a shard. */
function key(type: string): string {
  const i = random(order.keys);
  return `${i % 3 === 0 ? '{same}' : ''}${type}:${i}`;
}

function text(): string {
  const size = random(40);
  const length = size < 30 ? random(30) : size < 39 ? random(300) : random(order.largest);
  return `${random(500)}${'.'.repeat(length)}`;
}

const many = <T>(make: () => T): T[] => Array.from({ length: 1 + random(12) }, make);
const number = (): string => String(random(2_000) - 1_000);
const commands: readonly (() => string[])[] = [
  () => [random(2) === 0 ? 'RPUSH' : 'LPUSH', key('list'), ...many(text)],
  () => [random(2) === 0 ? 'RPOP' : 'LPOP', key('list'), String(1 + random(20))],
  () => ['LRANGE', key('list'), number(), number()],
  () => ['LSET', key('list'), String(random(10)), text()],
  () => ['LINSERT', key('list'), 'BEFORE', String(random(500)), text()],
  () => ['LREM', key('list'), number(), String(random(500))],
  () => ['LTRIM', key('list'), String(random(20)), '-2'],
  () => ['LMOVE', key('list'), key('list'), 'LEFT', 'RIGHT'],
  () => ['HSET', key('hash'), ...many(() => [String(random(800)), text()]).flat()],
  () => ['HDEL', key('hash'), ...many(() => String(random(800)))],
  () => ['HGETALL', key('hash')],
  () => ['HINCRBY', key('hash'), `n${random(5)}`, number()],
  () => ['HPEXPIRE', key('hash'), String(1 + random(400)), 'FIELDS', '1', String(random(800))],
  () => ['HPERSIST', key('hash'), 'FIELDS', '1', String(random(800))],
  () => ['SADD', key('set'), ...many(() => (random(2) === 0 ? number() : text()))],
  () => ['SREM', key('set'), ...many(number)],
  () => ['SPOP', key('set'), String(random(10))],
  () => ['SMOVE', key('set'), key('set'), number()],
  () => ['SUNIONSTORE', key('set'), key('set'), key('set')],
  () => ['SDIFFSTORE', key('set'), key('set'), key('set')],
  () => ['ZADD', key('zset'), ...many(() => [number(), random(2) === 0 ? number() : text()]).flat()],
  () => ['ZREM', key('zset'), ...many(number)],
  () => ['ZPOPMIN', key('zset'), String(random(10))],
  () => ['ZRANGE', key('zset'), '0', '-1', 'WITHSCORES'],
  () => ['ZUNIONSTORE', key('zset'), '2', key('zset'), key('zset')],
  () => ['ZREMRANGEBYRANK', key('zset'), '0', String(random(6))],
  () => ['XADD', key('stream'), 'MAXLEN', '~', '200', '*', 'f', text()],
  () => ['XGROUP', 'CREATE', key('stream'), `g${random(3)}`, '0', 'MKSTREAM'],
  () => ['XREADGROUP', 'GROUP', `g${random(3)}`, 'c', 'COUNT', '5', 'STREAMS', key('stream'), '>'],
  () => ['XTRIM', key('stream'), 'MAXLEN', String(random(50))],
  () => ['XRANGE', key('stream'), '-', '+'],
  () => ['SORT', key('list'), 'ALPHA', 'STORE', key('list')],
  () => any((type) => ['RENAME', key(type), key(type)]),
  () => any((type) => ['COPY', key(type), key(type), 'REPLACE']),
  () => any((type) => ['MOVE', key(type), String(random(DATABASES))]),
  () => any((type) => ['PEXPIRE', key(type), String(1 + random(500))]),
  () => any((type) => ['UNLINK', key(type)]),
];

function any(make: (type: string) => string[]): string[] {
  return make(['list', 'hash', 'set', 'zset', 'stream'][random(5)]!);
}

function next(): string[] {
  if (random(3_000) > 0) return commands[random(commands.length)]!();
  return random(2) === 0 ? ['FLUSHDB', 'ASYNC'] : ['SWAPDB', String(random(DATABASES)), String(random(DATABASES))];
}

Atomics.add(signals, READY, 1);
while (Atomics.load(signals, READY) < order.threads);
try {
  while (Atomics.load(signals, STOP) === 0) {
    server.client.db = random(DATABASES);
    const request = next();
    server.sendForBytes(request);
    done[request[0]!] = (done[request[0]!] ?? 0) + 1;
  }
} catch (error) {
  problems.push((error as Error).stack ?? String(error));
}
store.heap.flushUsed();
const { untoldBytes } = store.heap;
parentPort!.postMessage({ index: order.index, done, untoldBytes, problems } satisfies HammerReport);
store.heap.slabs.close();
