import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { createClientMemory } from '../../src/messaging/client-memory.ts';
import { Doorbells } from '../../src/messaging/doorbell.ts';
import { Inboxes } from '../../src/messaging/inbox.ts';
import { Outbox } from '../../src/messaging/outbox.ts';

it('keeps what does not fit, in order, and loses nothing', async () => {
  const shared = createClientMemory(2);
  const inboxes = new Inboxes(shared);
  const outbox = new Outbox(inboxes, new Doorbells(shared));
  const messages = 60;
  for (let i = 0; i < messages; i++) {
    const payload = Buffer.alloc(50_000);
    payload.writeUInt32LE(i);
    outbox.send(1, 9, payload, 0, payload.length);
  }
  outbox.ring();
  expect(outbox.waiting(1)).toBeGreaterThan(0);
  const seen: number[] = [];
  while (seen.length < messages) {
    inboxes.drain(1, (kind, payload) => {
      expect(kind).toBe(9);
      seen.push(payload.readUInt32LE());
    });
    await sleep(2);
  }
  expect(seen).toEqual(Array.from({ length: messages }, (_, i) => i));
  expect(outbox.waiting(1)).toBe(0);
});
