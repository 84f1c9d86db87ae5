/**
 * DUMP on one server, RESTORE on another, in both directions with every peer that is here: values of every type and
 * form must arrive as they left, and a payload that was tampered with must be refused.
 */
import type { Reply } from '../../protocol/resp/reply-parser.ts';
import { findPeers, startPeer } from '../helpers/peers.ts';
import { RawClient } from '../helpers/raw-client.ts';
import type { Check } from './checks.ts';
import { compareKeyspaces, readKeyspace } from './keyspace.ts';
import type { Difference } from './report.ts';

const many = (count: number, make: (i: number) => string[]): string[] =>
  Array.from({ length: count }, (_, i) => make(i)).flat();

const FILL: readonly (readonly string[])[] = [
  ['SET', 'empty', ''],
  ['SET', 'int8', '12'],
  ['SET', 'int32', '-70000'],
  ['SET', 'int64', '9223372036854775807'],
  ['SET', 'short', 'hello'],
  ['SET', 'long', 'compressible '.repeat(500)],
  ['SET', 'huge', 'x'.repeat(100_000)],
  ['RPUSH', 'list', 'a', '1', '', 'x'.repeat(200)],
  ['RPUSH', 'biglist', ...many(1_000, (i) => [`item${i}`])],
  ['RPUSH', 'plain', 'y'.repeat(20_000), 'z'],
  ['SADD', 'ints', '1', '2', '70000', '9223372036854775807'],
  ['SADD', 'words', 'a', 'b', '1'],
  ['SADD', 'bigset', ...many(600, (i) => [`member${i}`])],
  ['HSET', 'hash', 'f', 'v', 'n', '1'],
  ['HSET', 'bighash', ...many(600, (i) => [`field${i}`, `value${i}`])],
  ['ZADD', 'zset', '1', 'a', '2.5', 'b', '-inf', 'c', 'inf', 'd'],
  ['ZADD', 'bigzset', ...many(600, (i) => [`${i / 4}`, `m${i}`])],
  ['XADD', 'stream', '1-1', 'f', 'v', 'g', 'w'],
  ['XADD', 'stream', '2-5', 'f', 'x'],
  ['XADD', 'stream', '7-0', 'other', 'y'],
  ['XDEL', 'stream', '2-5'],
  ['XGROUP', 'CREATE', 'stream', 'g', '0'],
  ['XREADGROUP', 'GROUP', 'g', 'c', 'COUNT', '1', 'STREAMS', 'stream', '>'],
  ['PFADD', 'hll', ...many(100, (i) => [`e${i}`])],
  ['GEOADD', 'geo', '13.361389', '38.115556', 'Palermo'],
];

async function carry(from: RawClient, to: RawClient): Promise<Difference[]> {
  for (const client of [from, to]) await client.command('FLUSHALL');
  for (const command of FILL) await from.command(...command);
  const keys = ((await from.command('KEYS', '*')).reply.value as Reply[]).map((key) => String(key.value));
  const out: Difference[] = [];
  for (const key of keys.sort()) {
    const { reply } = await from.command('DUMP', key);
    const payload = reply.value as Buffer;
    const broken = Buffer.from(payload);
    broken[broken.length >> 1] = broken[broken.length >> 1]! ^ 1;
    const refused = await to.text('RESTORE', key, '0', broken);
    if (!refused.startsWith('-ERR DUMP payload version or checksum are wrong')) {
      out.push({
        sent: `RESTORE of a broken ${key}`,
        oracle: '-ERR DUMP payload version…',
        ours: refused,
        why: 'accepted',
      });
    }
    const restored = await to.text('RESTORE', key, '0', payload, 'REPLACE');
    if (restored !== '+OK\r\n')
      out.push({ sent: `RESTORE ${key}`, oracle: '+OK', ours: restored.trim(), why: 'refused' });
  }
  const why = compareKeyspaces(
    withoutEncodings(await readKeyspace(from, [0])),
    withoutEncodings(await readKeyspace(to, [0])),
  );
  if (why !== undefined) out.push({ sent: 'STATE afterwards', oracle: '', ours: '', why });
  return out;
}

/** Encodings have other names in other versions. */
function withoutEncodings(state: Awaited<ReturnType<typeof readKeyspace>>): typeof state {
  return new Map([...state].map(([key, { text, ttlMs }]) => [key, { ttlMs, text: text.replace(/^(\w+) \w+/, '$1') }]));
}

/** One check for each peer and direction. */
export function interchangeChecks(): Check[] {
  return findPeers().flatMap((peer) =>
    (['to', 'from'] as const).map((direction) => ({
      name: `interchange/${direction} ${peer.name}`,
      needs: ['dump', 'list', 'hash', 'set', 'zset', 'stream', 'geo', 'hyperloglog'],
      server: {},
      resp: [2],
      async run(pair) {
        const server = await startPeer(peer);
        const theirs = await RawClient.open({ port: server.port });
        try {
          const ours = pair.subject.control;
          return direction === 'to' ? await carry(ours, theirs) : await carry(theirs, ours);
        } finally {
          await theirs.close();
          await server.stop();
        }
      },
    })),
  );
}
