import { expect, it } from 'vitest';
import { Client, GATE_SUBSCRIBED } from '../../../src/dispatch/client.ts';
import { everyKey, headFor, manyKeys, oneKey, redirectBroken } from '../../../src/io/messages/invalidation-messages.ts';

const client = (resp: 2 | 3, subscribed = false): Client => {
  const made = new Client(1, '', '', 0, true);
  made.resp = resp;
  if (subscribed) made.gateBits |= GATE_SUBSCRIBED;
  return made;
};

it('pushes in RESP3, and publishes in RESP2 to who subscribed and is redirected to', () => {
  expect(String(headFor(client(3), false))).toBe('>2\r\n$10\r\ninvalidate\r\n');
  expect(headFor(client(2), true)).toBeUndefined();
  expect(headFor(client(2, true), false)).toBeUndefined();
  expect(String(headFor(client(2, true), true))).toBe('*3\r\n$7\r\nmessage\r\n$20\r\n__redis__:invalidate\r\n');
});

it('writes one key, many keys, and all keys', () => {
  expect(String(oneKey(Buffer.from('xkey'), 1, 4))).toBe('*1\r\n$3\r\nkey\r\n');
  expect(String(everyKey(client(3)))).toBe('_\r\n');
  expect(String(everyKey(client(2)))).toBe('$-1\r\n');
  expect(manyKeys(['a', 'bc']).map(String)).toEqual(['*2\r\n$1\r\na\r\n$2\r\nbc\r\n']);
  expect(manyKeys([])).toEqual([]);
  expect(manyKeys(Array<string>(3).fill('k'.repeat(40_000))).map((body) => String(body).slice(0, 4))).toEqual([
    '*2\r\n',
    '*1\r\n',
  ]);
  expect(String(redirectBroken(7))).toBe('>2\r\n$21\r\ntracking-redir-broken\r\n:7\r\n');
});
