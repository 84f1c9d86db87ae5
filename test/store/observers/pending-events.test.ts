import { expect, it } from 'vitest';
import { EVENT } from '../../../src/store/observers/events.ts';
import { PendingEvents } from '../../../src/store/observers/pending-events.ts';

type Told = [event: number, db: number, key: string];

function taken(pending: PendingEvents): Told[] {
  const told: Told[] = [];
  pending.take((event, db, bytes, start, end) => told.push([event, db, bytes.toString('latin1', start, end)]));
  return told;
}

it('tells of more events and longer keys than there was room for, in their order, and then of none', () => {
  const pending = new PendingEvents();
  const expected: Told[] = [];
  for (let i = 0; i < 500; i++) {
    const key = `${i}:${'k'.repeat((i * 37) % 120)}`;
    const buf = Buffer.from(`before${key}behind`);
    const event = i % 2 === 0 ? EVENT.del : EVENT.expire;
    pending.add(event, i % 16, buf, 6, key.length);
    buf.fill(0);
    expected.push([event, i % 16, key]);
  }
  const long = 'x'.repeat(100_000);
  pending.add(EVENT.del, 3, Buffer.from(long), 0, long.length);
  expected.push([EVENT.del, 3, long]);
  expect(pending.count).toBe(expected.length);
  expect(taken(pending)).toEqual(expected);
  expect(taken(pending)).toEqual([]);
});

it('takes events that come while others are told', () => {
  const pending = new PendingEvents();
  const key = Buffer.from('ab');
  pending.add(EVENT.del, 0, key, 0, 1);
  pending.take(() => pending.add(EVENT.expire, 1, key, 1, 1));
  expect(taken(pending)).toEqual([[EVENT.expire, 1, 'b']]);
});
