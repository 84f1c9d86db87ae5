/** The thread that sweeps, frees and compacts while the others change the store: with far less patience than a server. */
import { parentPort, workerData } from 'node:worker_threads';
import { ExpirySweeper } from '../../src/expiry/sweeper.ts';
import { monotonicUs } from '../../src/memory/clock.ts';
import { Compactor } from '../../src/memory/heap/compactor.ts';
import { LargeCompactor } from '../../src/memory/large/large-compactor.ts';
import { SlabReclaimer } from '../../src/memory/slab-reclaimer.ts';
import { statsRow } from '../../src/memory/thread-stats.ts';
import { BlockMoves } from '../../src/store/block-moves.ts';
import { DataTypes } from '../../src/store/data-types.ts';
import { GraveSweeper } from '../../src/store/flush.ts';
import { StoreShardGate } from '../../src/store/shard-gate.ts';
import { StoreDriver } from '../store/store-driver.ts';
import { type HammerOrder, type HammerReport, READY, STOP } from './protocol.ts';

const order = workerData as HammerOrder;
const signals = new Int32Array(order.signals);
const { store, strings } = new StoreDriver(order.shared, statsRow(order.stats, order.index));
// Registers how collections are freed, and how their elements expire.
void new DataTypes(store, strings);
const sweeper = new ExpirySweeper(store);
const graves = new GraveSweeper(store);
const gate = new StoreShardGate(store);
const compactor = new Compactor(store.heap, new BlockMoves(store, monotonicUs), gate, monotonicUs);
const largeCompactor = new LargeCompactor(store.large, gate);
const reclaimer = new SlabReclaimer(store.heap.extents, store.large);
compactor.chooser.freePagesAllowed = 0;
compactor.chooser.freeShareAllowed = 0;
const done: Record<string, number> = {};

Atomics.add(signals, READY, 1);
while (Atomics.load(signals, READY) < order.threads);
while (Atomics.load(signals, STOP) === 0) {
  store.setTime(Date.now());
  if (sweeper.step(store.now())) done['sweep'] = (done['sweep'] ?? 0) + 1;
  if (graves.step(0.2)) done['bury'] = (done['bury'] ?? 0) + 1;
  compactor.takeInRemote();
  for (let i = 0; i < 20 && compactor.step(); i++) done['compact'] = (done['compact'] ?? 0) + 1;
  const copied = largeCompactor.step(200_000);
  if (copied > 0) done['copied'] = (done['copied'] ?? 0) + copied;
  const dropped = reclaimer.step(store.now());
  if (dropped > 0) done['dropped'] = (done['dropped'] ?? 0) + dropped;
}
compactor.stop();
largeCompactor.stop();
while (graves.step(100));
store.heap.flushUsed();
done['moved'] = compactor.moved;
done['emptied'] = compactor.emptied;
const { untoldBytes } = store.heap;
parentPort!.postMessage({ index: order.index, done, untoldBytes, problems: [] } satisfies HammerReport);
store.heap.slabs.close();
