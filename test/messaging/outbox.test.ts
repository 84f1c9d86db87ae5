import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { createClientMemory } from '../../src/messaging/client-memory.ts';
import { Doorbells } from '../../src/messaging/doorbell.ts';
import { Inboxes } from '../../src/messaging/inbox.ts';
import { hasLost, MOST_WAITING_BYTES, Outbox, RECORD_LOST } from '../../src/messaging/outbox.ts';

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

describe('a thread that stands still', () => {
  const PART = Buffer.alloc(250_000);

  /** Sends what is admitted of `bytes` bytes to thread 1. @returns the bytes that were */
  function offer(outbox: Outbox, bytes: number): number {
    let admitted = 0;
    for (let left = bytes; left > 0; left -= PART.length) {
      if (!outbox.admits(1, 3, PART.length)) continue;
      outbox.send(1, 3, PART, 0, PART.length);
      admitted += PART.length;
    }
    return admitted;
  }

  it('is sent no more than the bound, and told afterwards of what kind it has missed something', async () => {
    const shared = createClientMemory(2);
    const inboxes = new Inboxes(shared);
    const outbox = new Outbox(inboxes, new Doorbells(shared));
    const admitted = offer(outbox, 2 * MOST_WAITING_BYTES);
    expect(outbox.waitingBytes).toBeLessThanOrEqual(MOST_WAITING_BYTES);
    expect(outbox.waitingBytes).toBeGreaterThan(MOST_WAITING_BYTES - PART.length);
    // Replies are sent whatever waits.
    outbox.send(1, 2, PART, 0, 4);
    const kinds: number[] = [];
    let lost: Buffer | undefined;
    while (lost === undefined) {
      inboxes.drain(1, (kind, payload) => {
        if (kind === RECORD_LOST) lost = payload;
        else kinds.push(kind);
      });
      await sleep(1);
    }
    expect(kinds).toEqual([...Array.from({ length: admitted / PART.length }, () => 3), 2]);
    expect([hasLost(lost, 3), hasLost(lost, 2), hasLost(lost, 5)]).toEqual([true, false, false]);
    expect(outbox.waitingBytes).toBe(0);
  });

  it('without a backlog takes what is larger than the bound', () => {
    const shared = createClientMemory(2);
    const outbox = new Outbox(new Inboxes(shared), new Doorbells(shared));
    expect(outbox.admits(1, 3, 2 * MOST_WAITING_BYTES)).toBe(true);
  });
});
