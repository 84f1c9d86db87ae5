/**
 * Digests of values: 20 bytes that are equal for equal values, however these are kept and in whatever order members and
 * fields come, with the digits of Redis. What has an order is mixed in, so that each part changes what came before; what
 * has none is added, by exclusive or.
 */
import { hash } from 'node:crypto';
import type { ArgIndex } from '../../../protocol/command/arguments.ts';
import { formatByDigits } from '../../../protocol/resp/doubles.ts';
import type { Call } from '../../dispatch/context.ts';
import { type LargeRef, NO_LARGE, type Ref } from '../../memory/types.ts';
import { NO_EXPIRY, TYPE_HASH, TYPE_LIST, TYPE_SET, TYPE_STREAM, TYPE_STRING, TYPE_ZSET } from '../../store/record.ts';
import { idText } from '../stream/stream-id-text.ts';

const DIGEST_BYTES = 20;
const TIMED_KEY = Buffer.from('!!expire!!');
const TIMED_FIELD = Buffer.from('!!hexpire!!');
/** Types as Redis numbers them: it has modules' types in front of streams. */
const NUMBERS: Readonly<Record<number, number>> = {
  [TYPE_STRING]: 0,
  [TYPE_LIST]: 1,
  [TYPE_SET]: 2,
  [TYPE_ZSET]: 3,
  [TYPE_HASH]: 4,
  [TYPE_STREAM]: 6,
};

export class Digest {
  readonly bytes: Buffer = Buffer.alloc(DIGEST_BYTES);

  /** Adds a part whose place among the others does not matter. */
  add(part: Uint8Array): void {
    const sum = hash('sha1', part, 'buffer');
    for (let i = 0; i < DIGEST_BYTES; i++) this.bytes[i]! ^= sum[i]!;
  }

  /** Mixes in a part whose place matters. */
  mix(part: Uint8Array): void {
    this.add(part);
    hash('sha1', this.bytes, 'buffer').copy(this.bytes);
  }

  mixNumber(number: number): void {
    const bytes = Buffer.alloc(4);
    bytes.writeInt32BE(number);
    this.mix(bytes);
  }

  get digits(): string {
    return this.bytes.toString('hex');
  }
}

/** Mixes the value of a record into a digest, and whether it expires. The caller holds the lock of its shard. */
export function digestValue(call: Call, key: ArgIndex, record: Ref, digest: Digest): void {
  const { records } = call.store;
  const type = records.type(record);
  digest.mixNumber(NUMBERS[type]!);
  if (type === TYPE_STRING) digestString(call, record, digest);
  else if (type === TYPE_LIST) digestList(call, key, record, digest);
  else if (type === TYPE_SET) digestSet(call, record, digest);
  else if (type === TYPE_ZSET) digestSortedSet(call, record, digest);
  else if (type === TYPE_HASH) digestHash(call, key, record, digest);
  else digestStream(call, record, digest);
  if (records.expiresAt(record) !== NO_EXPIRY) digest.add(TIMED_KEY);
}

function digestString({ strings }: Call, record: Ref, digest: Digest): void {
  const bytes = Buffer.alloc(strings.length(record));
  strings.copyOut(record, 0, bytes.length, bytes, 0);
  digest.mix(bytes);
}

function digestList(call: Call, key: ArgIndex, record: Ref, digest: Digest): void {
  const list = call.types.lists.open(key, record);
  list.seekFirst();
  do {
    const large = list.largeItem();
    if (large === NO_LARGE) list.readItem();
    const { text, textStart, textLength } = list;
    digest.mix(large === NO_LARGE ? text.subarray(textStart, textStart + textLength) : largeBytes(call, large));
  } while (list.next());
}

function digestSet({ types }: Call, record: Ref, digest: Digest): void {
  const walk = types.setWalk;
  walk.start(record);
  while (walk.next()) digest.add(walk.bytes.subarray(walk.at, walk.at + walk.length));
}

function digestSortedSet({ store, types }: Call, record: Ref, digest: Digest): void {
  const walk = types.sortedSetWalk;
  const size = types.sortedSets.size(record);
  walk.up(store.records.encoding(record), store.records.rootRef(record), 0);
  for (let i = 0; i < size; i++) {
    walk.next();
    const member = new Digest();
    member.mix(walk.bytes.subarray(walk.start, walk.end));
    member.mix(Buffer.from(formatByDigits(walk.score)));
    digest.add(member.bytes);
  }
}

function digestHash(call: Call, key: ArgIndex, record: Ref, digest: Digest): void {
  const { hashes } = call.types;
  hashes.open(key, record);
  hashes.rewind();
  while (hashes.step()) {
    const { slab, nameLarge, nameAt, nameLength, valueLarge, valueAt, valueLength, expiresAt } = hashes.field;
    const bytes = call.store.heap.slabs.bytes[slab]!;
    const pair = new Digest();
    pair.mix(nameLarge === NO_LARGE ? bytes.subarray(nameAt, nameAt + nameLength) : largeBytes(call, nameLarge));
    pair.mix(valueLarge === NO_LARGE ? bytes.subarray(valueAt, valueAt + valueLength) : largeBytes(call, valueLarge));
    if (expiresAt !== NO_EXPIRY) pair.add(TIMED_FIELD);
    digest.add(pair.bytes);
  }
}

function digestStream(call: Call, record: Ref, digest: Digest): void {
  const { entries } = call.types.streams;
  const { cursor } = entries;
  const mixText = (): void => {
    const { large, text, start, end } = cursor;
    digest.mix(large === NO_LARGE ? text.subarray(start, end) : largeBytes(call, large));
  };
  for (let more = entries.beginFirst(call.store.records.rootRef(record)); more; more = entries.next()) {
    digest.mix(Buffer.from(idText(cursor.id, 0).replace('-', '.')));
    cursor.openBody();
    for (let i = 0; i < cursor.fields; i++) {
      cursor.readField();
      mixText();
      cursor.readValue();
      mixText();
    }
  }
}

function largeBytes({ store }: Call, object: LargeRef): Buffer {
  const bytes = Buffer.alloc(store.large.length(object));
  store.large.read(object, 0, bytes, 0, bytes.length);
  return bytes;
}
