import { expect, it } from 'vitest';
import { CHANNEL, ChannelTable, PATTERN } from '../../src/messaging/channel-table.ts';
import { createClientMemory } from '../../src/messaging/client-memory.ts';
import { Doorbells } from '../../src/messaging/doorbell.ts';
import { Inboxes } from '../../src/messaging/inbox.ts';
import { Outbox } from '../../src/messaging/outbox.ts';
import { MessageAssembly, Publisher } from '../../src/messaging/publisher.ts';

it('sends each thread that has receivers one message, however large, and counts all receivers', () => {
  const shared = createClientMemory(2);
  const inboxes = new Inboxes(shared);
  const own: string[] = [];
  const publisher = new Publisher(shared, 0, new Outbox(inboxes, new Doorbells(shared)), (_kind, name, a, b) =>
    own.push(name.toString('latin1', a, b)),
  );
  const table = new ChannelTable(shared);
  const name = Buffer.from('news');
  const publish = (payload: Buffer): number => publisher.publish(CHANNEL, name, 0, 4, payload, 0, payload.length);
  expect(publish(Buffer.from('nobody'))).toBe(0);
  table.add(CHANNEL, name, 0);
  table.add(CHANNEL, name, 1);
  table.add(PATTERN, Buffer.from('n*'), 1);
  const received: [string, number][] = [];
  const assembly = new MessageAssembly((_kind, buf, a, b, payload, start, end) =>
    received.push([buf.toString('latin1', a, b), payload.subarray(start, end).reduce((sum, byte) => sum + byte, 0)]),
  );
  for (const size of [0, 1, 70_000, 300_000]) expect(publish(Buffer.alloc(size, 1))).toBe(3);
  inboxes.drain(1, (_kind, record) => assembly.take(record));
  expect(own).toEqual(['news', 'news', 'news', 'news']);
  expect(received).toEqual([
    ['news', 0],
    ['news', 1],
    ['news', 70_000],
    ['news', 300_000],
  ]);
});
