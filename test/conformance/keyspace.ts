/** Reads what a server holds, by ordinary commands only, in a form that two servers can be compared by. */
import type { Reply } from '../../protocol/resp/reply-parser.ts';
import type { RawClient } from '../helpers/raw-client.ts';

/** One key: everything that must be equal as text, and its time to live apart. */
export interface KeyState {
  readonly text: string;
  readonly ttlMs: number;
}
export type KeyspaceState = ReadonlyMap<string, KeyState>;

const READERS: Readonly<Record<string, (key: Buffer) => (string | Uint8Array)[]>> = {
  string: (key) => ['GET', key],
  list: (key) => ['LRANGE', key, '0', '-1'],
  hash: (key) => ['HGETALL', key],
  set: (key) => ['SMEMBERS', key],
  zset: (key) => ['ZRANGE', key, '0', '-1', 'WITHSCORES'],
  stream: (key) => ['XRANGE', key, '-', '+'],
};
/** Types whose elements come in no order that both servers share, and how many replies make one element. */
const UNORDERED: Readonly<Record<string, number>> = { hash: 2, set: 1 };

/** IDs that the servers have chosen by their clocks: two servers never agree on them. */
const CLOCK_ID = /"\d{13}-\d+"/g;

/** Every key of the databases: type, encoding, value, time to live. The connection speaks RESP2. */
export async function readKeyspace(client: RawClient, databases: readonly number[]): Promise<KeyspaceState> {
  const out = new Map<string, KeyState>();
  for (const database of databases) {
    const selected = await client.pipeline([
      ['SELECT', String(database)],
      ['KEYS', '*'],
    ]);
    const { reply } = selected[1]!;
    if (reply.type === 'error') throw new Error(`KEYS * answered ${reply.value}`);
    if (reply.type !== 'array') throw new Error(`KEYS * answered ${reply.type}`);
    const keys = reply.value.map((key) => key.value as Buffer);
    if (keys.length === 0) continue;
    const facts = await many(
      client,
      keys.flatMap((key) => [
        ['TYPE', key],
        ['OBJECT', 'ENCODING', key],
        ['PTTL', key],
      ]),
    );
    const types = keys.map((_, i) => String(facts[i * 3]?.value));
    const values = await many(
      client,
      keys.map((key, i) => READERS[types[i] ?? '']?.(key) ?? ['TYPE', key]),
    );
    for (let i = 0; i < keys.length; i++) {
      const encoding = String(facts[i * 3 + 1]?.value);
      const value = plain(values[i], UNORDERED[types[i] ?? '']).replace(CLOCK_ID, '"now"');
      out.set(`db${database} ${keys[i]?.toString('latin1')}`, {
        text: `${types[i]} ${encoding} ${value}`,
        ttlMs: Number(facts[i * 3 + 2]?.value),
      });
    }
  }
  return out;
}

async function many(client: RawClient, commands: (string | Uint8Array)[][]): Promise<Reply[]> {
  return (await client.pipeline(commands)).map(({ reply }) => reply);
}

/** A reply as text; with `group`, elements of that many replies each are put in a canonical order. */
function plain(reply: Reply | undefined, group?: number): string {
  if (reply === undefined) return '(none)';
  if (reply.type !== 'array') {
    return JSON.stringify(reply.value instanceof Buffer ? reply.value.toString('latin1') : String(reply.value));
  }
  const items = reply.value.map((item) => plain(item));
  if (group === undefined) return `[${items.join(' ')}]`;
  const elements = items.flatMap((_, i) => (i % group === 0 ? [items.slice(i, i + group).join('=')] : []));
  return `[${elements.sort().join(' ')}]`;
}

const TTL_WITHIN_MS = 1_500;

/** The first difference of two keyspaces, or undefined. `playedMs`: how long the two have been written and read. */
export function compareKeyspaces(oracle: KeyspaceState, mine: KeyspaceState, playedMs = 0): string | undefined {
  const within = TTL_WITHIN_MS + playedMs;
  for (const key of new Set([...oracle.keys(), ...mine.keys()])) {
    const a = oracle.get(key);
    const b = mine.get(key);
    if (a === undefined) return `${key} exists, and should not: ${b?.text.slice(0, 200)}`;
    if (b === undefined) return `${key} does not exist, and should: ${a.text.slice(0, 200)}`;
    if (a.text !== b.text) return `${key} is ${b.text.slice(0, 300)}, not ${a.text.slice(0, 300)}`;
    const near = a.ttlMs < 0 || b.ttlMs < 0 ? a.ttlMs === b.ttlMs : Math.abs(a.ttlMs - b.ttlMs) <= within;
    if (!near) return `${key} lives ${b.ttlMs} ms, not ${a.ttlMs}`;
  }
  return undefined;
}
