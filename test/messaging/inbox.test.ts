import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createClientMemory, INBOX_BYTES } from '../../src/messaging/client-memory.ts';
import { Inboxes, MAX_RECORD } from '../../src/messaging/inbox.ts';

function start() {
  const shared = createClientMemory(2);
  return { sender: new Inboxes(shared), receiver: new Inboxes(shared) };
}

function received(inboxes: Inboxes, thread: number): [number, string][] {
  const all: [number, string][] = [];
  inboxes.drain(thread, (kind, payload) => all.push([kind, payload.toString('latin1')]));
  return all;
}

function post(inboxes: Inboxes, thread: number, kind: number, text: string): boolean {
  const payload = Buffer.from(text, 'latin1');
  return inboxes.post(thread, kind, payload, 0, payload.length);
}

describe('inboxes', () => {
  it('hand records to the thread they are for, in order', () => {
    const { sender, receiver } = start();
    expect(post(sender, 1, 1, 'one')).toBe(true);
    expect(post(sender, 0, 1, 'for the other')).toBe(true);
    expect(post(sender, 1, 200, '')).toBe(true);
    expect(post(sender, 1, 3, 'three')).toBe(true);
    expect(received(receiver, 1)).toEqual([
      [1, 'one'],
      [200, ''],
      [3, 'three'],
    ]);
    expect(received(receiver, 1)).toEqual([]);
    expect(received(receiver, 0)).toEqual([[1, 'for the other']]);
  });

  it('takes a part of a buffer', () => {
    const { sender, receiver } = start();
    sender.post(0, 1, Buffer.from('abcdef'), 2, 4);
    expect(received(receiver, 0)).toEqual([[1, 'cd']]);
  });

  it('never wait: what does not fit is refused and counted', () => {
    const { sender, receiver } = start();
    const record = 'x'.repeat(100_000);
    let fitted = 0;
    while (post(sender, 0, 1, record)) fitted++;
    expect(fitted).toBe(Math.floor(INBOX_BYTES / 100_004));
    expect(sender.lost(0)).toBe(1);
    expect(received(receiver, 0).length).toBe(fitted);
    expect(post(sender, 0, 1, record)).toBe(true);
    expect(post(sender, 0, 1, 'y'.repeat(MAX_RECORD + 1))).toBe(false);
    expect(received(receiver, 0)).toEqual([[1, record]]);
  });

  it('keep bytes and order of a model, around the end of the ring', () => {
    const { sender, receiver } = start();
    const length = fc.oneof(fc.nat(20), fc.integer({ min: 30_000, max: 60_000 }));
    let number = 0;
    fc.assert(
      fc.property(fc.array(fc.oneof(length, fc.constant('drain' as const)), { maxLength: 60 }), (operations) => {
        const model: [number, string][] = [];
        for (const each of [...operations, 'drain' as const]) {
          if (each === 'drain') expect(received(receiver, 1)).toEqual(model.splice(0));
          else {
            const text = String(number++ % 10).repeat(each);
            if (post(sender, 1, number & 127, text)) model.push([number & 127, text]);
          }
        }
      }),
      { numRuns: 100 },
    );
  });
});
