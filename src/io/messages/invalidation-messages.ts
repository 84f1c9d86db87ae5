/** Invalidations as clients read them: RESP3 pushes, or messages of a channel for subscribers in RESP2. */
import type { Client } from '../../dispatch/client.ts';
import { GATE_SUBSCRIBED } from '../../dispatch/client.ts';

const PUSHED = Buffer.from('>2\r\n$10\r\ninvalidate\r\n');
const PUBLISHED = Buffer.from('*3\r\n$7\r\nmessage\r\n$20\r\n__redis__:invalidate\r\n');
const NULL_3 = Buffer.from('_\r\n');
const NULL_2 = Buffer.from('$-1\r\n');
/** Most bytes of keys in one message. */
const MOST_BYTES = 64 * 1024;

/** What comes before the keys, for a client that takes invalidations; undefined for one that cannot. */
export function headFor(client: Client, isRedirected: boolean): Buffer | undefined {
  if (client.resp === 3) return PUSHED;
  return isRedirected && (client.gateBits & GATE_SUBSCRIBED) !== 0 ? PUBLISHED : undefined;
}

/** In the place of the keys: all of them. */
export function everyKey(client: Client): Buffer {
  return client.resp === 3 ? NULL_3 : NULL_2;
}

/** One key. */
export function oneKey(key: Buffer, start: number, end: number): Buffer {
  const head = `*1\r\n$${end - start}\r\n`;
  const body = Buffer.allocUnsafe(head.length + end - start + 2);
  body.write(head, 0, 'latin1');
  key.copy(body, head.length, start, end);
  body.write('\r\n', body.length - 2, 'latin1');
  return body;
}

/** Many keys, latin1, in as many messages as it takes. */
export function manyKeys(keys: readonly string[]): Buffer[] {
  const bodies: Buffer[] = [];
  for (let first = 0; first < keys.length; ) {
    let text = '';
    let end = first;
    for (; end < keys.length && (end === first || text.length < MOST_BYTES); end++) {
      text += `$${keys[end]!.length}\r\n${keys[end]}\r\n`;
    }
    bodies.push(Buffer.from(`*${end - first}\r\n${text}`, 'latin1'));
    first = end;
  }
  return bodies;
}

/** The client that was to get the invalidations is gone. */
export function redirectBroken(id: number): Buffer {
  return Buffer.from(`>2\r\n$21\r\ntracking-redir-broken\r\n:${id}\r\n`);
}
