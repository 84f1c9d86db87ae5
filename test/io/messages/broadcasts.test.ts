import { beforeEach, expect, it } from 'vitest';
import { Client } from '../../../src/dispatch/client.ts';
import { ClientTracking } from '../../../src/dispatch/client-tracking.ts';
import { Broadcasts } from '../../../src/io/messages/broadcasts.ts';
import { ChannelTable, KEY_PREFIX, MAX_NAME_BYTES } from '../../../src/messaging/channel-table.ts';
import { createClientMemory } from '../../../src/messaging/client-memory.ts';

let table: ChannelTable;
let broadcasts: Broadcasts;
beforeEach(() => {
  table = new ChannelTable(createClientMemory(1));
  broadcasts = new Broadcasts(table, 0);
});

function client(id: number, noloop = false): Client {
  const made = new Client(id, '', '', 0, true);
  made.tracking = new ClientTracking(true, id, 0);
  made.tracking.noloop = noloop;
  return made;
}

function flushed(): string[] {
  const sent: string[] = [];
  broadcasts.flush(({ id }, bodies) =>
    sent.push(`${id} ${bodies.map(String).join('')}`.replaceAll('\r\n', ' ').trim()),
  );
  return sent;
}

it('sends a message a prefix with the keys in order, each once, and not the own ones of who wants none', () => {
  const [one, two] = [client(1), client(2, true)];
  expect(broadcasts.add(one, 'b')).toBe(true);
  expect(broadcasts.add(one, 'a')).toBe(true);
  expect(broadcasts.add(two, 'a')).toBe(true);
  const note = (key: string, changer?: Client): void => broadcasts.note(Buffer.from(key), 0, key.length, changer);
  note('a2', one);
  note('b1');
  note('a1', two);
  note('a2', one);
  note('c');
  expect(broadcasts.isWaiting).toBe(true);
  expect(flushed()).toEqual(['1 *2 $2 a1 $2 a2', '2 *1 $2 a2', '1 *1 $2 b1']);
  expect(broadcasts.isWaiting).toBe(false);
  note('a3', two);
  broadcasts.remove(one, 'a');
  expect(flushed()).toEqual(['2']);
  expect(table.count(KEY_PREFIX)).toBe(2);
  broadcasts.remove(two, 'a');
  broadcasts.remove(one, 'b');
  broadcasts.remove(one, 'b');
  expect(table.count(KEY_PREFIX)).toBe(0);
});

it('refuses a prefix that is too long for the table', () => {
  expect(broadcasts.add(client(1), 'x'.repeat(MAX_NAME_BYTES + 1))).toBe(false);
});
