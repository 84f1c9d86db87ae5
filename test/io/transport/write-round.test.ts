/** Replies of one round of the event loop are sent together, in their order, whatever happens to their connections. */
import { once } from 'node:events';
import { setImmediate as nextRound } from 'node:timers/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Transport } from '../../../src/io/transport/transport.ts';
import { type Sender, WriteRound } from '../../../src/io/transport/write-round.ts';
import { start } from './echo-fixture.ts';

let sent: string[];
let round: WriteRound;
beforeEach(() => {
  sent = [];
  round = new WriteRound();
  round.isReading = true;
});

const sender = (name: string): Sender => ({
  sendWaiting: (buf, start, length) => sent.push(`${name}:${buf.toString('latin1', start, start + length)}`),
});
const take = (name: string, text: string): boolean => {
  const bytes = Buffer.from(`..${text}..`);
  const isTaken = round.take(sender(name), bytes, 2, text.length);
  bytes.fill(0);
  return isTaken;
};

describe('a round', () => {
  it('sends at its end what was written while bytes were handled', async () => {
    expect([take('a', 'one'), take('b', 'two'), take('c', 'three')]).toEqual([true, true, true]);
    expect(sent).toEqual([]);
    await nextRound();
    expect(sent).toEqual(['a:one', 'b:two', 'c:three']);
    expect(take('a', 'four')).toBe(true);
    await nextRound();
    expect(sent.slice(3)).toEqual(['a:four']);
  });

  it('takes nothing else, and nothing long', () => {
    expect(take('a', 'x'.repeat(16 * 1024))).toBe(true);
    expect(take('a', 'x'.repeat(16 * 1024 + 1))).toBe(false);
    round.isReading = false;
    expect(take('a', 'one')).toBe(false);
    round.send();
    expect(sent.length).toBe(1);
  });

  it('sends what waits when there is no room for more, or there are too many', async () => {
    for (let i = 0; i < 5; i++) expect(take('a', String(i).repeat(15_000))).toBe(true);
    expect(sent.length).toBe(4);
    await nextRound();
    expect(sent.map((each) => each.slice(0, 3))).toEqual(['a:0', 'a:1', 'a:2', 'a:3', 'a:4']);
    sent = [];
    for (let i = 0; i < 100; i++) expect(take('b', String(i))).toBe(true);
    expect(sent.length).toBe(64);
    await nextRound();
    expect(sent).toEqual(Array.from({ length: 100 }, (_, i) => `b:${i}`));
  });

  it('of just one reply has the next ones sent at once, and is tried again later', async () => {
    expect(take('a', 'one')).toBe(true);
    await nextRound();
    let atOnce = 0;
    while (!take('a', 'more')) atOnce++;
    expect(atOnce).toBe(128);
    expect(take('b', 'beside it')).toBe(true);
    await nextRound();
    // There were two.
    expect(take('a', 'last')).toBe(true);
  });

  it('sends before its end when it is told to, and takes nothing meanwhile', () => {
    const again: Sender = {
      sendWaiting: (buf, start, length) => {
        sent.push(buf.toString('latin1', start, start + length));
        expect(take('inner', 'x')).toBe(false);
        round.send();
      },
    };
    round.take(again, Buffer.from('first'), 0, 5);
    expect(take('b', 'second')).toBe(true);
    round.send();
    expect(sent).toEqual(['first', 'b:second']);
    round.send();
    expect(sent.length).toBe(2);
  });
});

describe('replies of many connections', () => {
  const ends: Readonly<Record<string, (transport: Transport) => void>> = {
    'that stay': () => undefined,
    'that are ended': (transport) => transport.end(),
    'that are destroyed': (transport) => transport.destroy(),
    'that are written to again, at once and in held memory': (transport) => {
      transport.write(Buffer.from(' and'), 0, 4);
      transport.writeHeld(Buffer.from(' more'), 1);
    },
    'that are corked': (transport) => {
      transport.cork();
      transport.write(Buffer.from(' and'), 0, 4);
      transport.write(Buffer.from(' more'), 0, 5);
      transport.uncork();
    },
  };

  it.each(Object.keys(ends))('%s arrive whole', async (kind) => {
    const fixture = await start('raw');
    fixture.server.data = (transport, bytes) => {
      transport.mayWait = true;
      transport.write(bytes, 0, bytes.length);
      ends[kind]!(transport);
    };
    const clients = await Promise.all(Array.from({ length: 20 }, () => fixture.client()));
    for (let times = 0; times < (kind === 'that stay' ? 20 : 1); times++) {
      const texts = clients.map(async (client, i) => {
        const expected = `request ${i}.${times}${kind.includes('again') || kind.includes('corked') ? ' and more' : ''}`;
        let text = '';
        client.write(`request ${i}.${times}`);
        while (text.length < expected.length) text += String(((await once(client, 'data')) as [Buffer])[0]);
        expect(text).toBe(expected);
      });
      await Promise.all(texts);
    }
    await fixture.stop();
  });
});
