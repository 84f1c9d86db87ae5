/** One thread of the wake-up test: posts numbered records to thread 0 and rings, as fast as it can. */
import { workerData } from 'node:worker_threads';
import { Doorbells } from '../../src/messaging/doorbell.ts';
import { Inboxes } from '../../src/messaging/inbox.ts';

export interface WakeOrder {
  readonly shared: SharedArrayBuffer;
  readonly sender: number;
  readonly records: number;
}

const { shared, sender, records } = workerData as WakeOrder;
const inboxes = new Inboxes(shared);
const bells = new Doorbells(shared);
for (let number = 0; number < records; number++) {
  const text = Buffer.from(`${sender} ${number} ${'x'.repeat(number % 50)}`);
  while (!inboxes.post(0, sender, text, 0, text.length)) Atomics.pause();
  bells.ring(0);
}
