/** One thread of the hammer: allocates, writes, grows, passes on, verifies and releases, as fast as it can. */
import { parentPort, workerData } from 'node:worker_threads';
import { LargeCompactor } from '../../../src/memory/large/large-compactor.ts';
import { LargeObjects } from '../../../src/memory/large/large-objects.ts';
import { lock, tryLock, unlock } from '../../../src/memory/lock.ts';
import { type SharedMemory, SlabSet } from '../../../src/memory/slabs.ts';
import { type LargeRef, NO_LARGE, type ShardId } from '../../../src/memory/types.ts';

export interface HammerOrder {
  readonly shared: SharedMemory;
  /** Exchange: for each place a lock word, a reference, and the number that its bytes are made from. */
  readonly exchange: SharedArrayBuffer;
  readonly places: number;
  /** Threads that begin together. */
  readonly threads: number;
  readonly maxSlabs: number;
  readonly rounds: number;
  readonly seed: number;
  /** This thread reclaims and compacts besides. */
  readonly tidies: boolean;
}

export interface HammerReport {
  readonly allocated: number;
  readonly refused: number;
  readonly moved: number;
  readonly dropped: number;
}

const PLACE_WORDS = 16;
const WORD_REF = 1;
const WORD_NUMBER = 2;

const order = workerData as HammerOrder;
const slabs = new SlabSet(order.shared);
const objects = new LargeObjects(slabs, order.shared, order.maxSlabs);
const exchange = new Int32Array(order.exchange);
const gate = {
  tryEnter: (place: ShardId): boolean => enter(tryLock(exchange, place * PLACE_WORDS)),
  leave: (place: ShardId): void => unlock(exchange, place * PLACE_WORDS),
};
const compactor = new LargeCompactor(objects, gate);

let state = order.seed;
function random(below: number): number {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  return Math.floor((state / 4_294_967_296) * below);
}

function enter(entered: boolean): boolean {
  if (entered) slabs.sync();
  return entered;
}

/** The bytes of an object: 4 KiB made from its number, again and again. */
const stamp = Buffer.alloc(4_096);
const found = Buffer.alloc(4_096);
function makeStamp(number: number): void {
  for (let at = 0; at < stamp.length; at += 4) stamp.writeInt32LE((number * 31 + at) | 0, at);
}

function fill(ref: LargeRef, from: number, number: number): void {
  makeStamp(number);
  const length = objects.length(ref);
  for (let at = from; at < length; ) {
    const bytes = Math.min(stamp.length - (at % stamp.length), length - at);
    objects.write(ref, at, stamp, at % stamp.length, (at % stamp.length) + bytes);
    at += bytes;
  }
}

function verify(ref: LargeRef, number: number): void {
  makeStamp(number);
  const length = objects.length(ref);
  for (let at = 0; at < length; at += stamp.length) {
    const bytes = Math.min(stamp.length, length - at);
    objects.read(ref, at, found, 0, bytes);
    if (found.compare(stamp, 0, bytes, 0, bytes) !== 0) throw new Error(`object ${ref}: wrong bytes at ${at}`);
  }
}

let allocated = 0;
let refused = 0;
let moved = 0;
let dropped = 0;

/** Puts a new object in place of the old one, as SET does. */
function replace(place: number, base: number): void {
  const length = random(4) === 0 ? 1 + random(12_000_000) : 1 + random(600_000);
  const number = random(1_000_000);
  const ref = objects.allocate(length);
  if (ref === NO_LARGE) {
    refused++;
    remove(base);
    return;
  }
  allocated++;
  fill(ref, 0, number);
  lock(exchange, base);
  slabs.sync();
  const old = exchange[base + WORD_REF] as LargeRef;
  exchange[base + WORD_REF] = ref;
  exchange[base + WORD_NUMBER] = number;
  objects.adopt(ref, place as ShardId);
  if (old !== NO_LARGE) objects.disown(old);
  unlock(exchange, base);
  if (old !== NO_LARGE) objects.release(old);
}

/** Takes the object away, as DEL does. */
function remove(base: number): void {
  lock(exchange, base);
  slabs.sync();
  const old = exchange[base + WORD_REF] as LargeRef;
  exchange[base + WORD_REF] = NO_LARGE;
  if (old !== NO_LARGE) objects.drop(old);
  unlock(exchange, base);
}

/** Reads under a pin and no lock, as GET does. */
function look(base: number): void {
  lock(exchange, base);
  slabs.sync();
  const ref = exchange[base + WORD_REF] as LargeRef;
  const number = exchange[base + WORD_NUMBER]!;
  if (ref !== NO_LARGE) objects.pin(ref);
  unlock(exchange, base);
  if (ref === NO_LARGE) return;
  verify(ref, number);
  objects.release(ref);
}

/** Changes the object's length in place unless somebody reads it, as APPEND does. */
function resize(base: number): void {
  lock(exchange, base);
  slabs.sync();
  const ref = exchange[base + WORD_REF] as LargeRef;
  if (ref !== NO_LARGE && !objects.isPinned(ref)) {
    const length = objects.length(ref);
    if (random(3) === 0) objects.truncate(ref, random(length + 1));
    else if (objects.extend(ref, length + random(100_000))) fill(ref, length, exchange[base + WORD_NUMBER]!);
  }
  unlock(exchange, base);
}

// A slab that came before a thread listened would stay unknown to it: all listen before anybody allocates.
const startWord = order.places * PLACE_WORDS;
Atomics.add(exchange, startWord, 1);
while (Atomics.load(exchange, startWord) < order.threads) Atomics.wait(exchange, startWord + 1, 0, 1);

for (let round = 0; round < order.rounds; round++) {
  const place = random(order.places);
  const base = place * PLACE_WORDS;
  const what = random(10);
  // Times of much and times of little, so that slabs fill and empty.
  if (what < 4 && (round >>> 8) % 2 === 1) remove(base);
  else if (what < 4) replace(place, base);
  else if (what < 7) look(base);
  else if (what < 9) resize(base);
  else remove(base);
  if (order.tidies) {
    moved += compactor.step(500_000);
    if (round % 16 === 0) dropped += objects.reclaimEmptySlabs(round, 20);
  }
}
compactor.stop();
const report: HammerReport = { allocated, refused, moved, dropped };
parentPort?.postMessage(report);
slabs.close();
