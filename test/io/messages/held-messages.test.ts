import { beforeEach, describe, expect, it } from 'vitest';
import { Client } from '../../../src/dispatch/client.ts';
import { HeldMessages } from '../../../src/io/messages/held-messages.ts';

describe('messages to a client whose command another thread runs', () => {
  let client: Client;
  let sent: string[];
  let held: HeldMessages;
  beforeEach(() => {
    client = new Client(1, '', '', 0, true);
    sent = [];
    held = new HeldMessages((_client, buf, start, end) => sent.push(buf.toString('latin1', start, end)));
  });
  const hold = (text: string): boolean => held.hold(client, Buffer.from(text), 0, text.length);
  const taken = (): string[] => held.take(client).map(String);

  it('are kept while its script runs, and follow the reply', () => {
    client.isShipped = true;
    expect(hold('a')).toBe(true);
    expect(hold('b')).toBe(true);
    held.release();
    expect(sent).toEqual([]);
    expect(taken()).toEqual(['a', 'b']);
    expect(taken()).toEqual([]);
  });

  it('are kept when it was served, not while it is blocked', () => {
    expect(hold('a')).toBe(false);
    held.isServed = () => true;
    expect(hold('b')).toBe(true);
    expect(taken()).toEqual(['b']);
  });

  it('are sent when no reply comes any more', () => {
    client.isShipped = true;
    hold('a');
    client.isShipped = false;
    held.release();
    expect(sent).toEqual(['a']);
    expect(taken()).toEqual([]);
  });

  it('go with it', () => {
    client.isShipped = true;
    hold('a');
    held.forget(client);
    client.isShipped = false;
    held.release();
    expect(sent).toEqual([]);
  });

  it('are sent early when there are too many', () => {
    client.isShipped = true;
    const large = 'x'.repeat(20 * 1024 * 1024);
    hold(large);
    expect(sent).toHaveLength(0);
    hold(large);
    expect(sent).toHaveLength(2);
    expect(taken()).toEqual([]);
  });
});
