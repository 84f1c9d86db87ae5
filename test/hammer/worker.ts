/** One thread that changes the store as commands do, under the locks of its keys, and checks each value that it meets. */
import { parentPort, workerData } from 'node:worker_threads';
import { LockGate } from '../../src/dispatch/lock-gate.ts';
import { Evictor } from '../../src/eviction/evictor.ts';
import { policy } from '../../src/eviction/policies/allkeys-lru.ts';
import { statsRow } from '../../src/memory/thread-stats.ts';
import { emptyDatabase, swapDatabases } from '../../src/store/flush.ts';
import { NO_EXPIRY } from '../../src/store/record.ts';
import { StoreDriver } from '../store/store-driver.ts';
import { DATABASES, type HammerOrder, type HammerReport, READY, STOP } from './protocol.ts';

const order = workerData as HammerOrder;
const signals = new Int32Array(order.signals);
const driver = new StoreDriver(order.shared, statsRow(order.stats, order.index));
const { store, strings } = driver;
const gate = new LockGate(store);
const evictor = new Evictor(store, policy);
const done: Record<string, number> = {};
const problems: string[] = [];
strings.largeThreshold = 20_000;

let state = order.seed * 7_919 + order.index * 104_729 + 1;
function random(below: number): number {
  state ^= state << 13;
  state ^= state >>> 17;
  state ^= state << 5;
  return (state >>> 0) % below;
}

/** Keys of several lengths; a third of them share a shard. */
function keyOf(i: number): Buffer {
  return Buffer.from(`${i % 3 === 0 ? '{same}' : ''}key:${i}${'.'.repeat((i * 37) % 300)}`);
}

/** A piece of a value says how long it is and what its bytes are. */
function piece(): Buffer {
  const size = random(20);
  const length = 8 + (size < 15 ? random(200) : size < 19 ? random(4_000) : 20_000 + random(order.largest));
  const bytes = Buffer.alloc(length, random(256));
  bytes.writeUInt32LE(length, 0);
  bytes[4] = bytes[7]!;
  return bytes;
}

function check(value: Buffer): void {
  for (let at = 0; at < value.length; ) {
    const length = value.length - at < 8 ? 0 : value.readUInt32LE(at);
    const end = at + length;
    let wrong = length < 8 || end > value.length;
    const fill = wrong ? 0 : value[at + 4]!;
    // Large pieces are looked at here and there.
    const step = length < 10_000 ? 1 : 61;
    for (let i = at + 5; i < end && !wrong; i += step) wrong = value[i] !== fill;
    if (wrong) {
      problems.push(`a value of ${value.length} bytes is broken at ${at}`);
      return;
    }
    at = end;
  }
}

function under(shards: readonly number[] | 'all', action: () => void): void {
  for (;;) {
    gate.clear();
    if (shards === 'all') gate.addAll();
    else for (const shard of shards) gate.add(shard);
    if (gate.takeSet()) break;
  }
  store.setTime(Date.now());
  action();
  gate.giveSet();
}

const operations: Readonly<Record<string, () => void>> = {
  set: () => {
    const value = piece();
    const shard = driver.request(keyOf(random(order.keys)), value);
    under([shard], () => driver.set(random(3) === 0 ? store.now() + random(300) : NO_EXPIRY));
  },
  get: () => {
    const shard = driver.request(keyOf(random(order.keys)));
    let value: Buffer | undefined;
    under([shard], () => {
      value = driver.get();
    });
    if (value !== undefined) check(value);
  },
  append: () => {
    const value = piece();
    const shard = driver.request(keyOf(random(order.keys)), value);
    under([shard], () => {
      if ((driver.get()?.length ?? 0) < 3 * order.largest) driver.append();
      else driver.set();
    });
  },
  delete: () => {
    const shard = driver.request(keyOf(random(order.keys)));
    under([shard], () => driver.delete());
  },
  expire: () => {
    const shard = driver.request(keyOf(random(order.keys)));
    under([shard], () => driver.expire(random(4) === 0 ? NO_EXPIRY : store.now() + random(2_000)));
  },
  rename: () => {
    const shard = driver.request(keyOf(random(order.keys)), keyOf(random(order.keys)));
    const other = driver.prepareSecond();
    under([shard, other], () => driver.rename(random(4) === 0 ? random(DATABASES) : store.db));
  },
  copy: () => {
    const shard = driver.request(keyOf(random(order.keys)), keyOf(random(order.keys)));
    const other = driver.prepareSecond();
    under([shard, other], () => driver.copy());
  },
  evict: () => {
    evictor.evictOne();
  },
  flush: () => {
    under('all', () => emptyDatabase(store, store.db));
  },
  swap: () => {
    under('all', () => swapDatabases(store, random(DATABASES), random(DATABASES)));
  },
};

const mix = [
  ...Array<string>(30).fill('set'),
  ...Array<string>(25).fill('get'),
  ...Array<string>(10).fill('append'),
  ...Array<string>(12).fill('delete'),
  ...Array<string>(10).fill('expire'),
  ...Array<string>(8).fill('rename'),
  ...Array<string>(4).fill('copy'),
  ...Array<string>(2).fill('evict'),
];

Atomics.add(signals, READY, 1);
while (Atomics.load(signals, READY) < order.threads);
while (Atomics.load(signals, STOP) === 0 && problems.length === 0) {
  store.db = random(DATABASES);
  store.clock = (Date.now() / 16) | 0;
  const name = random(2_000) === 0 ? (random(2) === 0 ? 'flush' : 'swap') : mix[random(mix.length)]!;
  operations[name]!();
  done[name] = (done[name] ?? 0) + 1;
}
store.heap.flushUsed();
const { untoldBytes } = store.heap;
parentPort!.postMessage({ index: order.index, done, untoldBytes, problems } satisfies HammerReport);
store.heap.slabs.close();
