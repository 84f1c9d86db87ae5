/** Makes streams of DUMP payloads: their nodes, entry by entry, then consumer groups. */
import { NO_REF, type Ref } from '../../memory/types.ts';
import { UNKNOWN_READ } from '../collections/stream-progress.ts';
import { RDB_STREAM, RDB_STREAM_3 } from './format.ts';
import { readListpack } from './packed-texts.ts';
import type { PayloadReader } from './payload-reader.ts';
import { FIRST_TEXT, TARGET } from './restore-target.ts';
import type { ValueRestorer } from './restore-value.ts';

const ID_BYTES = 16;
const DELETED = 1;
const SAME_FIELDS = 2;
const TWO_64 = 2n ** 64n;

/** IDs as four words, the highest first. */
const id = new Int32Array(4);

/** Reads a stream and makes it the value of the target. @returns false when something is wrong */
export function restoreStream(from: ValueRestorer, type: number): boolean {
  const { reader, types } = from;
  const { streams } = types;
  from.target.load(0, 0);
  const root = streams.create(TARGET);
  const nodes = reader.size();
  for (let i = 0; i < nodes && !reader.failed; i++) if (!readNode(from, root)) return false;
  if (reader.failed || reader.size() !== streams.length(root)) return false;
  readIdNumbers(reader);
  if (reader.failed || streams.compareLast(root, id, 0) > 0) return false;
  streams.setLastId(root, id, 0);
  if (type !== RDB_STREAM) {
    // The first entry's ID, which the entries say themselves.
    readIdNumbers(reader);
    readIdNumbers(reader);
    streams.setDeletedId(root, id, 0);
    streams.setAdded(root, reader.long());
  }
  const groups = reader.size();
  for (let i = 0; i < groups && !reader.failed; i++) if (!readGroup(from, root, type)) return false;
  return !reader.failed;
}

/** Two numbers: milliseconds and sequence. */
function readIdNumbers(reader: PayloadReader): void {
  setId(BigInt.asUintN(64, BigInt(reader.long())), BigInt.asUintN(64, BigInt(reader.long())));
}

function setId(ms: bigint, sequence: bigint): void {
  id[0] = Number(BigInt.asIntN(32, ms >> 32n));
  id[1] = Number(BigInt.asIntN(32, ms));
  id[2] = Number(BigInt.asIntN(32, sequence >> 32n));
  id[3] = Number(BigInt.asIntN(32, sequence));
}

/** 16 bytes, the highest first. */
function readIdBytes(reader: PayloadReader): void {
  if (!reader.has(ID_BYTES)) return;
  for (let i = 0; i < 4; i++) id[i] = reader.bytes.readInt32BE(reader.at + i * 4);
  reader.at += ID_BYTES;
}

/** A node: the ID that its entries count from, and a listpack of them. */
function readNode(from: ValueRestorer, root: Ref): boolean {
  const { reader, texts, blobs } = from;
  blobs.clear();
  texts.clear();
  reader.text(blobs);
  reader.text(blobs);
  if (reader.failed || blobs.lengths[0] !== ID_BYTES || readListpack(blobs, 1, texts) < 0) return false;
  const at = blobs.starts[0]!;
  const ms = blobs.buffer.readBigUInt64BE(at);
  const sequence = blobs.buffer.readBigUInt64BE(at + 8);
  return new NodeReader(from, root, ms, sequence).read();
}

/** Goes through the texts of a node: the fields that entries share, then the entries. */
class NodeReader {
  readonly #from: ValueRestorer;
  readonly #root: Ref;
  readonly #ms: bigint;
  readonly #sequence: bigint;
  /** Number of the next text. */
  #next = 0;
  /** What is wrong is noted here, and asked for once an entry. */
  #failed = false;

  constructor(from: ValueRestorer, root: Ref, ms: bigint, sequence: bigint) {
    this.#from = from;
    this.#root = root;
    this.#ms = ms;
    this.#sequence = sequence;
  }

  read(): boolean {
    const { texts } = this.#from;
    const all = texts.count;
    const entries = this.#number() + this.#number();
    const shared = this.#number();
    const sharedAt = this.#next;
    this.#next += shared;
    if (this.#number() !== 0) return false;
    for (let i = 0; i < entries && !this.#failed; i++) this.#readEntry(shared, sharedAt, all);
    return !this.#failed && this.#next === all;
  }

  #readEntry(shared: number, sharedAt: number, all: number): void {
    const flags = this.#number();
    const ms = this.#delta(this.#ms);
    const sequence = this.#delta(this.#sequence);
    const same = (flags & SAME_FIELDS) !== 0;
    const fields = same ? shared : this.#number();
    const first = this.#next;
    this.#next += same ? fields : fields * 2;
    if (this.#failed || this.#next >= all) {
      this.#failed = true;
      return;
    }
    // How many texts the entry has, for readers from the end.
    if (this.#number() !== this.#next - 1 - first + (same ? 3 : 4)) this.#failed = true;
    if (this.#failed || (flags & DELETED) !== 0) return;
    setId(ms, sequence);
    this.#add(same ? sharedAt : -1, first, fields);
  }

  /** Adds the entry; its names are among its own texts or, from `sharedAt` on, those of the node. */
  #add(sharedAt: number, first: number, fields: number): void {
    const { types, target } = this.#from;
    const { streams } = types;
    if (streams.compareLast(this.#root, id, 0) >= 0) {
      this.#failed = true;
      return;
    }
    if (sharedAt < 0) target.load(first, fields * 2);
    else target.loadPairs(sharedAt, first, fields);
    streams.describe(FIRST_TEXT, fields);
    streams.entries.draft.id.set(id);
    streams.append(TARGET, this.#root);
  }

  /** A number of things, from 0 on. */
  #number(): number {
    const { texts } = this.#from;
    const value = this.#next < texts.count ? texts.integerAt(this.#next++) : Number.NaN;
    if (value >= 0 && value <= texts.count * 2 + 8) return value;
    this.#failed = true;
    return 0;
  }

  /** A part of an ID, told from the node's, modulo 2^64. */
  #delta(base: bigint): bigint {
    const { texts } = this.#from;
    const value = this.#next < texts.count ? texts.longAt(this.#next++) : undefined;
    if (value === undefined) {
      this.#failed = true;
      return 0n;
    }
    const sum = base + value;
    if (sum < 0n || sum >= TWO_64) this.#failed = true;
    return BigInt.asUintN(64, sum);
  }
}

/** What a group has delivered: IDs of four words, times, counts. */
interface Pending {
  readonly times: Map<string, { readonly ms: number; readonly count: number }>;
}

function readGroup(from: ValueRestorer, root: Ref, type: number): boolean {
  const { reader, texts, target, types } = from;
  const { streams } = types;
  texts.clear();
  reader.text(texts);
  readIdNumbers(reader);
  const read = type === RDB_STREAM ? UNKNOWN_READ : reader.long();
  if (reader.failed || !isName(from)) return false;
  target.load(0, 1);
  const { args } = types.store;
  if (streams.groups.find(root, args.buf, args.argStart[FIRST_TEXT]!, args.argLen[FIRST_TEXT]!) !== NO_REF)
    return false;
  streams.createGroup(TARGET, root, FIRST_TEXT, id, read);
  const group = streams.groups.find(root, args.buf, args.argStart[FIRST_TEXT]!, args.argLen[FIRST_TEXT]!);
  if (type === RDB_STREAM) {
    streams.progress.begin(root, group);
    streams.progress.estimateRead();
  }
  const pending = readPending(reader);
  const consumers = reader.size();
  for (let i = 0; i < consumers && !reader.failed; i++) if (!readConsumer(from, group, pending, type)) return false;
  // A delivery that is nobody's cannot be.
  return !reader.failed && pending.times.size === 0;
}

function isName({ texts, types }: ValueRestorer): boolean {
  return texts.count === 1 && texts.lengths[0]! <= types.streams.maxNameBytes;
}

function readPending(reader: PayloadReader): Pending {
  const times: Pending['times'] = new Map();
  const count = reader.size();
  for (let i = 0; i < count && !reader.failed; i++) {
    readIdBytes(reader);
    const ms = reader.time();
    const deliveries = reader.size();
    if (times.has(id.join()) || ms < 0) reader.fail();
    times.set(id.join(), { ms, count: deliveries });
  }
  return { times };
}

function readConsumer(from: ValueRestorer, group: Ref, { times }: Pending, type: number): boolean {
  const { reader, texts, types, target } = from;
  const { groups } = types.streams;
  texts.clear();
  reader.text(texts);
  const seenMs = reader.time();
  const activeMs = type === RDB_STREAM_3 ? reader.time() : seenMs;
  const owned = reader.size();
  if (reader.failed || !isName(from) || seenMs < 0) return false;
  target.load(0, 1);
  const shard = types.store.shards[TARGET]!;
  const [start, length] = [texts.starts[0]!, texts.lengths[0]!];
  if (groups.findConsumer(group, texts.buffer, start, length) !== NO_REF) return false;
  const consumer = groups.createConsumer(shard, group, texts.buffer, start, length, seenMs);
  groups.setActive(consumer, Math.max(activeMs, -1));
  for (let i = 0; i < owned; i++) {
    readIdBytes(reader);
    const delivery = reader.failed ? undefined : times.get(id.join());
    if (delivery === undefined) return false;
    times.delete(id.join());
    groups.assign(shard, group, consumer, id, 0);
    groups.deliveries.setDelivery(delivery.ms, delivery.count);
  }
  return true;
}
