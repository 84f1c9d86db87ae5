/**
 * The background thread: expiry, eviction below the limit, and giving memory back. It takes a lock only when that is
 * free and holds it for some ten microseconds, so commands do not notice it.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { Analytics } from '../analytics/analytics.ts';
import { SharedBigKeys } from '../analytics/big-key-report.ts';
import { BigKeyWalk } from '../analytics/big-keys.ts';
import { Headroom } from '../eviction/headroom.ts';
import { ExpirySweeper } from '../expiry/sweeper.ts';
import { monotonicUs, wallClockMs } from '../memory/clock.ts';
import { Compactor } from '../memory/heap/compactor.ts';
import { PageToucher } from '../memory/heap/page-toucher.ts';
import { LargeCompactor } from '../memory/large/large-compactor.ts';
import { noteWait } from '../memory/processor-wait.ts';
import { SlabReclaimer } from '../memory/slab-reclaimer.ts';
import { STAT } from '../memory/thread-stats.ts';
import { Doorbells } from '../messaging/doorbell.ts';
import { GateState } from '../messaging/gate-state.ts';
import { sendGoneKeys } from '../messaging/gone-keys.ts';
import { Inboxes } from '../messaging/inbox.ts';
import { Invalidations } from '../messaging/invalidations.ts';
import { KeyNotifier } from '../messaging/key-notifier.ts';
import { Outbox } from '../messaging/outbox.ts';
import { Publisher } from '../messaging/publisher.ts';
import { GAUGE } from '../metrics/gauges/gauges.ts';
import { noteHeap } from '../metrics/gauges/thread-heap.ts';
import { BlockMoves } from '../store/block-moves.ts';
import { GraveSweeper } from '../store/flush.ts';
import { SharedKeyCensus } from '../store/key-census.ts';
import { freeForgotten } from '../store/observers/tracked-flush.ts';
import { StoreShardGate } from '../store/shard-gate.ts';
import { MallocTrim, trimMalloc } from './malloc-trim.ts';
import type { ToThread } from './messages.ts';
import { joinStore } from './store-thread.ts';
import type { ThreadData } from './thread-data.ts';

/** Pause between passes when there is nothing to do. */
const IDLE_MS = 50;
/** Longest stretch of work before messages are looked at. */
const BURST_MS = 5;
const NOTE_HEAP_MS = 1_000;
/** Share of a burst that freeing flushed databases may take. */
const FLUSH_MS = 1;
/** Steps of compaction in one round, each a hold of some 40 µs; and the pause after them unless memory is short. */
const COMPACTION_STEPS = 8;
/** The same while keys are overdue: what dies empties extents by itself. */
const COMPACTION_STEPS_BEHIND = 1;
const COMPACTION_PAUSE_MS = 1;
/** Pause while the heap grows: the pages that are ready must last for it. What else there is to do can wait longer. */
const GROWTH_PAUSE_MS = 5;
/** Bytes of large objects that are copied in one round, under no lock. */
const LARGE_COMPACTION_BYTES = 1024 * 1024;
/** Share of the memory limit up to which there is room for copies, and new keys hardly make others go. */
const ROOMY = 0.85;

const data = workerData as ThreadData;
const thread = await joinStore(data);
const { store, limit, evictor, settings } = thread;
const sweeper = new ExpirySweeper(store);
const graves = new GraveSweeper(store);
const gate = new StoreShardGate(store);
const compactor = new Compactor(store.heap, new BlockMoves(store, monotonicUs), gate, monotonicUs);
const largeCompactor = new LargeCompactor(store.large, gate);
const toucher = new PageToucher(store.heap);
const reclaimer = new SlabReclaimer(store.heap.extents, store.large);
const mallocTrim = new MallocTrim(trimMalloc);
const gauges = new Float64Array(data.server.gauges);
const census = new SharedKeyCensus(data.server.keyCensus, store.databases);
const bigKeys = new BigKeyWalk(store, gate, new SharedBigKeys(data.server.bigKeys), census, (bytes) => {
  gauges[GAUGE.meanKeyBytes] = bytes;
});
const bells = new Doorbells(data.clients);
const gates = new GateState(data.clients);
const outbox = new Outbox(new Inboxes(data.clients), bells);
const notifier = new KeyNotifier(new Publisher(data.clients, data.index, outbox, () => undefined));
store.observers.tracked.invalidated = new Invalidations(data.clients, data.index, bells.threads, outbox);
const analytics = new Analytics(store, limit, data.server.analytics, data.stats, data.index + 1);
const configureAnalytics = (): void => analytics.configure(settings.current, evictor.policy.rules ?? []);
configureAnalytics();
settings.onChange(configureAnalytics);
const headroom = new Headroom(store, limit, evictor);

/** When the next whole pass is due, on the monotonic clock: nobody sets that back. */
let dueUs = 0;

function isRoomy(): boolean {
  return limit.limitBytes === 0 || limit.pressureBytes() < limit.limitBytes * ROOMY;
}

/** @returns whether there was something to do */
function compact(mostSteps: number): boolean {
  let steps = compactor.takeInRemote() ? 1 : 0;
  while (steps < mostSteps && compactor.step()) steps++;
  if (steps > 0) store.heap.flushUsed();
  // A copy needs room for itself: near the limit it would make others go.
  return (isRoomy() && largeCompactor.step(LARGE_COMPACTION_BYTES) > 0) || steps > 0;
}

/** Tells listeners what expired and was evicted. */
function tellEvents(): void {
  const { pending, queues, tracked } = store.observers;
  if (pending.count === 0 && queues.late.length === 0 && !tracked.hasNews) return;
  tracked.hasNews = false;
  notifier.publish(pending);
  sendGoneKeys(outbox, 0, queues.late);
  queues.late = [];
  outbox.ring();
}

function pass(): void {
  settings.refreshIfChanged();
  store.observers.classes = notifier.configure(settings.current.notifyKeyspaceEvents);
  const startUs = monotonicUs();
  let busy = true;
  let isPaused = false;
  let compacting = false;
  while (busy && monotonicUs() - startUs < BURST_MS * 1000) {
    store.heap.slabs.sync();
    store.setTime(wallClockMs());
    noteWait();
    // While clients are paused nothing goes.
    isPaused = gates.pauseBits(store.now()) !== 0;
    // Held for others than the sweeper, too: whoever walks over keys would take away those that are past their time.
    store.keepsExpired = isPaused || gauges[GAUGE.activeExpireOff] !== 0;
    const evicted = !isPaused && headroom.step(store.now());
    const expired = !store.keepsExpired && sweeper.step(store.now());
    tellEvents();
    const flushed = graves.step(FLUSH_MS);
    const forgot = freeForgotten(store);
    compacting = compact(expired ? COMPACTION_STEPS_BEHIND : COMPACTION_STEPS);
    busy = evicted || expired || flushed || forgot || (compacting && headroom.isShort);
  }
  // One handful a pass: the compactor, not eviction, is to bring the drawn memory down.
  if (!isPaused && limit.isFragmented()) headroom.evictSome();
  tellEvents();
  const grows = makeReady();
  mallocTrim.step(store.now(), reclaimer.step(store.now()));
  const samplesMs = analytics.step(store.now());
  bigKeys.step(store.now());
  const endUs = monotonicUs();
  store.stats[STAT.busyUs]! += endUs - startUs;
  dueUs = endUs + (compacting ? COMPACTION_PAUSE_MS : Math.min(samplesMs, IDLE_MS)) * 1000;
  if (busy || samplesMs === 0) setImmediate(pass);
  else rest(grows && !compacting);
}

/** Has memory ready that will be drawn next. @returns whether the heap grows */
function makeReady(): boolean {
  store.heap.extents.prepareSlab();
  return toucher.step(store.now(), limit.mostPages);
}

/** Waits for the next pass. Memory is made ready more often: that takes a small part of a pass. */
function rest(grows: boolean): void {
  const leftMs = (dueUs - monotonicUs()) / 1000;
  if (!grows || leftMs <= GROWTH_PAUSE_MS) setTimeout(pass, Math.max(leftMs, 0));
  else setTimeout(isRoomy() && !limit.isFragmented() ? touch : pass, GROWTH_PAUSE_MS);
}

function touch(): void {
  const startUs = monotonicUs();
  store.heap.slabs.sync();
  store.setTime(wallClockMs());
  const grows = makeReady();
  store.stats[STAT.busyUs]! += monotonicUs() - startUs;
  if (analytics.rounds.isPressed) pass();
  else rest(grows);
}

noteHeap(store.stats);
setInterval(() => noteHeap(store.stats), NOTE_HEAP_MS);
// A slab that comes before all threads listen for slabs would stay unknown to those that start later.
parentPort?.on('message', (message: ToThread) => {
  if (message.type === 'work') pass();
  else if (message.type === 'tell-slabs') message.port.postMessage(store.heap.slabs.snapshot());
});
parentPort?.postMessage({ type: 'ready' });
