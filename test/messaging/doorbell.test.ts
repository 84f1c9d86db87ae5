import { once } from 'node:events';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { createClientMemory } from '../../src/messaging/client-memory.ts';
import { Doorbells } from '../../src/messaging/doorbell.ts';
import { Inboxes } from '../../src/messaging/inbox.ts';
import type { WakeOrder } from './wake-worker.ts';

/** Lets the loop turn until something holds. */
async function until(holds: () => boolean): Promise<void> {
  for (let i = 0; i < 100_000 && !holds(); i++) await nextTurn();
  expect(holds()).toBe(true);
}

describe('doorbells', () => {
  it('are answered once for many rings, and again for later ones', async () => {
    const bells = new Doorbells(createClientMemory(2));
    let answers = 0;
    const stop = bells.listen(1, () => answers++);
    for (let i = 0; i < 100; i++) bells.ring(1);
    bells.ring(0);
    expect(answers).toBe(0);
    await until(() => answers > 0);
    expect(answers).toBe(1);
    bells.ringAll();
    await until(() => answers === 2);
    stop();
    bells.ring(1);
    for (let i = 0; i < 20; i++) await nextTurn();
    expect(answers).toBe(2);
  });

  it('answers a ring from before it listened', async () => {
    const bells = new Doorbells(createClientMemory(1));
    bells.ring(0);
    let answers = 0;
    const stop = bells.listen(0, () => answers++);
    await until(() => answers === 1);
    stop();
  });

  it('loses no ring while several threads ring and post', async () => {
    const shared = createClientMemory(1);
    const inboxes = new Inboxes(shared);
    const records = 20_000;
    const next = [0, 0, 0];
    const stop = new Doorbells(shared).listen(0, () =>
      inboxes.drain(0, (kind, payload) => {
        const [sender, number] = payload.toString().split(' ').map(Number);
        expect([sender, number]).toEqual([kind, next[kind]]);
        next[kind]!++;
      }),
    );
    const workers = next.map((_none, sender) => {
      const order: WakeOrder = { shared, sender, records };
      return new Worker(new URL('./wake-worker.ts', import.meta.url), { workerData: order });
    });
    await Promise.all(workers.map((worker) => once(worker, 'exit')));
    await until(() => next.every((count) => count === records));
    stop();
  });
});
