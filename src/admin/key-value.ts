/** The value of a key, a part at a time. */
import { type Static, Type } from 'typebox';
import type { Reply } from '../../protocol/resp/reply-parser.ts';
import { bytesOf, type CommandChannel, itemsOf, textOf } from './command-channel.ts';
import type { KeyFacts } from './key-facts.ts';
import { Bytes, cutBytes, wholeLength } from './wire-bytes.ts';

const Cursor = Type.String({ description: '`0`: that was the end' });
const Pair = Type.Object({ field: Bytes, value: Bytes });

export const KeyValue = Type.Union([
  Type.Object({ type: Type.Literal('string'), value: Bytes }),
  Type.Object({ type: Type.Literal('list'), items: Type.Array(Bytes), cursor: Cursor }),
  Type.Object({ type: Type.Literal('set'), members: Type.Array(Bytes), cursor: Cursor }),
  Type.Object({
    type: Type.Literal('zset'),
    members: Type.Array(Type.Object({ member: Bytes, score: Type.String() })),
    cursor: Cursor,
  }),
  Type.Object({ type: Type.Literal('hash'), fields: Type.Array(Pair), cursor: Cursor }),
  Type.Object({
    type: Type.Literal('stream'),
    entries: Type.Array(Type.Object({ id: Type.String(), fields: Type.Array(Pair) })),
    cursor: Cursor,
  }),
]);
export type KeyValue = Static<typeof KeyValue>;

export interface Part {
  /** Most items. */
  readonly limit: number;
  /** Most bytes of a string, or of an item: of that 64 KiB at the most. */
  readonly maxBytes: number;
  readonly cursor: string;
}

interface Value {
  readonly length: number;
  readonly value: KeyValue;
}

/**
 * What is asked of a thread at once stays about below this: it is copied in one turn. Of a string a part is asked for;
 * items that are long were cut before they came here (threads/admin-client.ts).
 */
const MOST_BYTES = 1024 * 1024;

interface Asked extends Part {
  readonly channel: CommandChannel;
  readonly db: number;
  readonly key: Buffer;
  readonly length: number;
}

const LENGTH_COMMANDS: Readonly<Record<string, string>> = {
  string: 'STRLEN',
  list: 'LLEN',
  set: 'SCARD',
  zset: 'ZCARD',
  hash: 'HLEN',
  stream: 'XLEN',
};

/** A part of the value of a key that is there. */
export async function readValue(
  channel: CommandChannel,
  db: number,
  key: Buffer,
  facts: KeyFacts,
  part: Part,
): Promise<Value> {
  const length = await channel.integer(db, LENGTH_COMMANDS[facts.type]!, key);
  const itemBytes = Math.max(1, facts.bytes / Math.max(1, length));
  const limit = Math.max(1, Math.min(part.limit, Math.floor(MOST_BYTES / itemBytes)));
  const value = await READERS[facts.type]!({ ...part, limit, channel, db, key, length });
  return { length, value };
}

const READERS: Readonly<Record<string, (asked: Asked) => Promise<KeyValue>>> = {
  async string({ channel, db, key, maxBytes, length }) {
    const first = bytesOf(await channel.run(db, 'GETRANGE', key, 0, maxBytes - 1));
    return { type: 'string', value: cutBytes(first, length) };
  },
  async list(asked) {
    const { channel, db, key, limit, maxBytes } = asked;
    const start = Number(asked.cursor);
    const items = await channel.array(db, 'LRANGE', key, start, start + limit - 1);
    return { type: 'list', items: items.map((item) => cut(item, maxBytes)), cursor: next(asked, items.length) };
  },
  async set({ channel, db, key, limit, maxBytes, cursor }) {
    const [after, items] = await channel.array(db, 'SSCAN', key, cursor, 'COUNT', limit);
    return { type: 'set', members: itemsOf(items).map((item) => cut(item, maxBytes)), cursor: textOf(after) };
  },
  async zset(asked) {
    const { channel, db, key, limit, maxBytes } = asked;
    const start = Number(asked.cursor);
    const items = await channel.array(db, 'ZRANGE', key, start, start + limit - 1, 'WITHSCORES');
    const members = pairs(items).map(([member, score]) => ({ member: cut(member, maxBytes), score: textOf(score) }));
    return { type: 'zset', members, cursor: next(asked, members.length) };
  },
  async hash({ channel, db, key, limit, maxBytes, cursor }) {
    const [after, items] = await channel.array(db, 'HSCAN', key, cursor, 'COUNT', limit);
    return { type: 'hash', fields: fieldsOf(itemsOf(items), maxBytes), cursor: textOf(after) };
  },
  async stream({ channel, db, key, limit, maxBytes, cursor }) {
    const found = await channel.array(db, 'XRANGE', key, cursor === '0' ? '-' : `(${cursor}`, '+', 'COUNT', limit);
    const entries = found.map((entry) => {
      const [id, fields] = itemsOf(entry);
      return { id: textOf(id), fields: fieldsOf(itemsOf(fields), maxBytes) };
    });
    return { type: 'stream', entries, cursor: entries.length < limit ? '0' : entries.at(-1)!.id };
  },
};

/** The position behind what was read, of values that are read by position. */
function next({ cursor, length }: Asked, read: number): string {
  const end = Number(cursor) + read;
  return read === 0 || end >= length ? '0' : String(end);
}

function cut(reply: Reply, maxBytes: number): Bytes {
  const bytes = bytesOf(reply);
  return cutBytes(bytes.subarray(0, maxBytes), wholeLength(reply));
}

function pairs(items: readonly Reply[]): [Reply, Reply][] {
  const found: [Reply, Reply][] = [];
  for (let i = 0; i + 1 < items.length; i += 2) found.push([items[i]!, items[i + 1]!]);
  return found;
}

function fieldsOf(items: readonly Reply[], maxBytes: number) {
  return pairs(items).map(([field, value]) => ({ field: cut(field, maxBytes), value: cut(value, maxBytes) }));
}
