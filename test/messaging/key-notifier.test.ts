import { beforeEach, expect, it } from 'vitest';
import { CHANNEL, PATTERN } from '../../src/messaging/channel-table.ts';
import { createClientMemory } from '../../src/messaging/client-memory.ts';
import { Doorbells } from '../../src/messaging/doorbell.ts';
import { Inboxes } from '../../src/messaging/inbox.ts';
import { KeyNotifier } from '../../src/messaging/key-notifier.ts';
import { Outbox } from '../../src/messaging/outbox.ts';
import { Publisher } from '../../src/messaging/publisher.ts';
import { EVENT, KEYEVENT_CHANNEL, KEYSPACE_CHANNEL } from '../../src/store/observers/events.ts';
import { PendingEvents } from '../../src/store/observers/pending-events.ts';

const GENERIC = 1;
let heard: string[];
let publisher: Publisher;
let notifier: KeyNotifier;
const pending = new PendingEvents();

beforeEach(() => {
  const shared = createClientMemory(1);
  heard = [];
  const outbox = new Outbox(new Inboxes(shared), new Doorbells(shared));
  publisher = new Publisher(shared, 0, outbox, (_kind, name, a, b, payload, start, end, isBehind) =>
    heard.push(
      `${name.toString('latin1', a, b)} ${payload.toString('latin1', start, end)}${isBehind ? '' : ' before'}`,
    ),
  );
  notifier = new KeyNotifier(publisher);
});

function tell(key: string, db: number): void {
  pending.add(EVENT.del, db, Buffer.from(`<${key}>`), 1, key.length);
  notifier.publish(pending);
}

it('gathers events only when a kind of channel is asked for', () => {
  expect(notifier.configure(GENERIC)).toBe(0);
  expect(notifier.configure(GENERIC | KEYSPACE_CHANNEL)).toBe(GENERIC);
  expect(notifier.configure(GENERIC | KEYEVENT_CHANNEL | KEYSPACE_CHANNEL)).toBe(GENERIC);
});

it('names key and event in the two kinds of channel, whatever their length', () => {
  notifier.configure(GENERIC | KEYSPACE_CHANNEL | KEYEVENT_CHANNEL);
  tell('unheard', 0);
  expect(heard).toEqual([]);
  publisher.table.add(PATTERN, Buffer.from('__key*'), 0);
  const long = 'k'.repeat(3_000);
  tell('key', 0);
  tell(long, 15);
  expect(heard).toEqual([
    '__keyspace@0__:key del',
    '__keyevent@0__:del key',
    `__keyspace@15__:${long} del`,
    `__keyevent@15__:del ${long}`,
  ]);
});

it('tells of one kind when only that is asked for', () => {
  publisher.table.add(CHANNEL, Buffer.from('__keyevent@2__:del'), 0);
  notifier.configure(GENERIC | KEYEVENT_CHANNEL);
  tell('key', 2);
  expect(heard).toEqual(['__keyevent@2__:del key']);
});

it('tells of what happened before a reply first, and of the rest later', () => {
  publisher.table.add(PATTERN, Buffer.from('__key*'), 0);
  notifier.configure(GENERIC | KEYEVENT_CHANNEL);
  for (const key of ['a', 'b', 'c', 'd']) pending.add(EVENT.del, 0, Buffer.from(key), 0, 1);
  notifier.publishFirst(pending, 1);
  notifier.publishFirst(pending, 1);
  expect(heard).toEqual(['__keyevent@0__:del a before']);
  notifier.publishFirst(pending, 3);
  notifier.publish(pending);
  expect(heard.slice(1)).toEqual([
    '__keyevent@0__:del b before',
    '__keyevent@0__:del c before',
    '__keyevent@0__:del d',
  ]);
  heard.length = 0;
  tell('e', 0);
  expect(heard).toEqual(['__keyevent@0__:del e']);
});
