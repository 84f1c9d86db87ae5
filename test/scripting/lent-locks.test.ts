import { Worker } from 'node:worker_threads';
import { beforeEach, describe, expect, it } from 'vitest';
import { LentLocks } from '../../src/scripting/lent-locks.ts';
import { createRunningMemory } from '../../src/scripting/running-scripts.ts';

const FIRST = 8;
const STRIDE = 16_384;

describe('locks that a script lends', () => {
  let memory: SharedArrayBuffer;
  let script: LentLocks;
  let other: LentLocks;
  beforeEach(() => {
    memory = createRunningMemory();
    script = new LentLocks(memory, FIRST, STRIDE, 3);
    other = new LentLocks(memory, FIRST, STRIDE, 0);
  });

  it('are to be had between its commands, with the time that it sees', () => {
    expect(other.borrow()).toBeUndefined();
    script.lend(1_234_567_890_123);
    expect(script.isLending).toBe(true);
    expect(other.borrow()).toBe(1_234_567_890_123);
    other.giveBack();
    script.takeBack();
    expect(other.borrow()).toBeUndefined();
    script.lend(5);
    expect(other.borrow()).toBe(5);
    other.giveBack();
    script.end();
    expect(script.isLending).toBe(false);
    expect(other.borrow()).toBeUndefined();
  });

  it('are had by one at a time, who may be of the same thread', () => {
    script.lend(1);
    expect(other.borrow()).toBe(1);
    expect(script.borrow()).toBeUndefined();
    other.giveBack();
    expect(script.borrow()).toBe(1);
    script.giveBack();
    script.end();
  });

  it('may be ended when they are not lent', () => {
    script.end();
    script.lend(1);
    script.takeBack();
    script.end();
    expect(script.isLending).toBe(false);
  });

  it('are waited for while they are used', async () => {
    const code = `
      const { workerData } = require('node:worker_threads');
      import(workerData.url).then(({ LentLocks }) => {
        const borrower = new LentLocks(workerData.memory, ${FIRST}, ${STRIDE}, 1);
        const words = new Int32Array(workerData.memory);
        if (borrower.borrow() !== 7) throw new Error('not lent');
        Atomics.store(words, 0, 1);
        Atomics.notify(words, 0);
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50);
        Atomics.store(words, 1, 1);
        borrower.giveBack();
      });`;
    const url = new URL('../../src/scripting/lent-locks.ts', import.meta.url).href;
    script.lend(7);
    const words = new Int32Array(memory);
    const worker = new Worker(code, { eval: true, workerData: { memory, url } });
    const failed = new Promise((_, reject) => worker.on('error', reject));
    await Promise.race([Atomics.waitAsync(words, 0, 0).value, failed]);
    script.takeBack();
    expect(Atomics.load(words, 1)).toBe(1);
    await worker.terminate();
  });
});
