/** Adds to a counter that nothing but the lock protects. */
import { parentPort, workerData } from 'node:worker_threads';
import { lock, lockWithin, tryLock, unlock } from '../../src/memory/lock.ts';

export interface LockOrder {
  /** Word 0 the lock, 16 the counter, 32 threads that are ready, 48 threads inside. */
  readonly words: SharedArrayBuffer;
  readonly threads: number;
  readonly rounds: number;
  /** Turns of a loop that each hold lasts. */
  readonly hold: number;
}

const order = workerData as LockOrder;
const words = new Int32Array(order.words);
let overlaps = 0;
let refused = 0;

function enter(round: number): void {
  if (round % 3 === 0) {
    lock(words, 0);
    return;
  }
  while (!(round % 3 === 1 ? tryLock(words, 0) : lockWithin(words, 0, 1))) refused++;
}

Atomics.add(words, 32, 1);
while (Atomics.load(words, 32) < order.threads);
for (let round = 0; round < order.rounds; round++) {
  enter(round);
  if (words[48] !== 0) overlaps++;
  words[48] = 1;
  const before = words[16]!;
  for (let i = 0; i < order.hold; i++) words[64 + (i & 15)] = i;
  words[16] = before + 1;
  words[48] = 0;
  unlock(words, 0);
}
parentPort!.postMessage({ overlaps, refused });
