import { expect, it } from 'vitest';
import { ThreadMail } from '../../../src/io/messages/thread-mail.ts';
import { createClientMemory } from '../../../src/messaging/client-memory.ts';
import { Inboxes } from '../../../src/messaging/inbox.ts';
import { RECORD_INVALIDATION } from '../../../src/messaging/invalidations.ts';

it('reads invalidations ahead, and everything else later, in its order', () => {
  const inboxes = new Inboxes(createClientMemory(2));
  const mail = new ThreadMail(inboxes, 1);
  const seen: string[] = [];
  mail.onInvalidation = (record) => seen.push(`invalid ${String(record)}`);
  mail.onRead = () => seen.push('read');
  const post = (kind: number, text: string): boolean => inboxes.post(1, kind, Buffer.from(text), 0, text.length);
  expect(mail.isWaiting).toBe(false);
  post(2, 'first');
  post(RECORD_INVALIDATION, 'a');
  post(3, 'second');
  expect(mail.isWaiting).toBe(true);
  mail.read();
  expect(mail.isWaiting).toBe(false);
  expect(seen).toEqual(['invalid a', 'read']);
  post(RECORD_INVALIDATION, 'b');
  post(2, 'third');
  mail.readAll((kind, payload) => seen.push(`${kind} ${String(payload)}`));
  expect(seen.slice(2)).toEqual(['2 first', '3 second', 'invalid b', '2 third']);
  mail.readAll(() => seen.push('again'));
  expect(seen).toHaveLength(6);
});
