/**
 * Writes streams as DUMP payloads: nodes of entries as listpacks, then IDs and counts, then consumer groups. A node begins
 * with the fields of its first entry, and entries with the same ones leave them out.
 */
import { NO_LARGE, NO_REF, type Ref } from '../../memory/types.ts';
import type { DataTypes } from '../data-types.ts';
import { RDB_STREAM_2, RDB_STREAM_3, VERSION_STREAM, VERSION_STREAM_3 } from './format.ts';
import { ListpackWriter } from './listpack-writer.ts';
import type { PayloadWriter } from './payload-writer.ts';

const ID_BYTES = 16;
const SAME_FIELDS = 2;
/** Entries and bytes up to which a node grows. */
const NODE_ENTRIES = 100;
const NODE_BYTES = 4096;
/** Bytes of the IDs, flags and counts around a node's first texts. */
const NODE_SLACK = 64;

export class StreamDumper {
  readonly #types: DataTypes;
  readonly #out: PayloadWriter;
  readonly #node = new ListpackWriter();
  /** Body of a node, whose counts go before it. */
  readonly #id = new Int32Array(4);
  /** Whether consumers are written with the time when they were active last. */
  #withActive = false;
  #nodes: { readonly id: Buffer; readonly bytes: Buffer }[] = [];

  constructor(types: DataTypes, out: PayloadWriter) {
    this.#types = types;
    this.#out = out;
  }

  /** Writes a stream that is known by its root. @returns the version that can hold it */
  write(root: Ref): number {
    const { streams } = this.#types;
    const out = this.#out;
    this.#withActive = this.#hasActiveTimes(root);
    out.byte(this.#withActive ? RDB_STREAM_3 : RDB_STREAM_2);
    this.#collectNodes(root);
    out.size(this.#nodes.length);
    for (const { id, bytes } of this.#nodes) {
      out.text(id, 0, ID_BYTES);
      out.text(bytes, 0, bytes.length);
    }
    this.#nodes = [];
    out.size(streams.length(root));
    streams.copyLastId(root, this.#id, 0);
    this.#idNumbers();
    streams.copyFirstId(root, this.#id, 0);
    this.#idNumbers();
    streams.copyDeletedId(root, this.#id, 0);
    this.#idNumbers();
    out.size(BigInt.asUintN(64, BigInt(streams.added(root))));
    this.#groups(root);
    return this.#withActive ? VERSION_STREAM_3 : VERSION_STREAM;
  }

  /** Whether a consumer was active at another time than it was seen, or never: the older form has one time for both. */
  #hasActiveTimes(root: Ref): boolean {
    const { groups } = this.#types.streams;
    const { names } = groups;
    const all = groups.groupsOf(root);
    for (let i = all === NO_REF ? 0 : names.count(all); i > 0; i--) {
      const consumers = groups.consumersOf(names.at(all, i - 1));
      for (let k = consumers === NO_REF ? 0 : names.count(consumers); k > 0; k--) {
        const consumer = names.at(consumers, k - 1);
        if (groups.activeMs(consumer) !== groups.seenMs(consumer)) return true;
      }
    }
    return false;
  }

  #collectNodes(root: Ref): void {
    const { entries } = this.#types.streams;
    for (let more = entries.beginFirst(root); more; ) {
      const first: Entry = this.#entry();
      const group: Entry[] = [first];
      let bytes = first.bytes;
      more = entries.next();
      while (more && group.length < NODE_ENTRIES && bytes < NODE_BYTES - NODE_SLACK) {
        const entry = this.#entry();
        bytes += entry.bytes;
        group.push(entry);
        more = entries.next();
      }
      this.#nodes.push({ id: idBytes(first), bytes: this.#packNode(group) });
    }
  }

  /** The entry at hand, in memory of this thread. */
  #entry(): Entry {
    const { cursor } = this.#types.streams.entries;
    const names: Buffer[] = [];
    const values: Buffer[] = [];
    cursor.openBody();
    let bytes = 0;
    for (let i = 0; i < cursor.fields; i++) {
      cursor.readField();
      names.push(this.#text());
      cursor.readValue();
      values.push(this.#text());
      bytes += names[i]!.length + values[i]!.length + 4;
    }
    const [a, b, c, d] = cursor.id;
    return { ms: joined(a!, b!), sequence: joined(c!, d!), names, values, bytes };
  }

  #text(): Buffer {
    const { cursor } = this.#types.streams.entries;
    if (cursor.large === NO_LARGE) return Buffer.from(cursor.text.subarray(cursor.start, cursor.end));
    const { large } = this.#types.store;
    const copy = Buffer.alloc(large.length(cursor.large));
    large.read(cursor.large, 0, copy, 0, copy.length);
    return copy;
  }

  #packNode(group: readonly Entry[]): Buffer {
    const node = this.#node;
    const first = group[0]!;
    node.begin();
    node.integer(group.length);
    node.integer(0);
    node.integer(first.names.length);
    for (const name of first.names) node.text(name, 0, name.length);
    node.integer(0);
    for (const entry of group) this.#packEntry(entry, first);
    node.finish();
    return Buffer.from(node.out.buffer.subarray(0, node.out.length));
  }

  #packEntry(entry: Entry, first: Entry): void {
    const node = this.#node;
    const same =
      entry.names.length === first.names.length && entry.names.every((name, i) => name.equals(first.names[i]!));
    node.integer(same ? SAME_FIELDS : 0);
    node.long(entry.ms - first.ms);
    node.long(entry.sequence - first.sequence);
    if (!same) node.integer(entry.names.length);
    for (let i = 0; i < entry.names.length; i++) {
      if (!same) node.text(entry.names[i]!, 0, entry.names[i]!.length);
      node.text(entry.values[i]!, 0, entry.values[i]!.length);
    }
    // Flags, both parts of the ID, the number of fields, and the texts: how far back the entry begins.
    node.integer(same ? entry.names.length + 3 : entry.names.length * 2 + 4);
  }

  #idNumbers(): void {
    const [a, b, c, d] = this.#id;
    this.#out.size(joined(a!, b!));
    this.#out.size(joined(c!, d!));
  }

  #groups(root: Ref): void {
    const { groups, progress } = this.#types.streams;
    const out = this.#out;
    const run = groups.groupsOf(root);
    const count = run === NO_REF ? 0 : groups.names.count(run);
    out.size(count);
    for (let i = 0; i < count; i++) {
      const group = groups.names.at(run, i);
      this.#name(group, i);
      progress.copyLastId(group, this.#id, 0);
      this.#idNumbers();
      out.size(BigInt.asUintN(64, BigInt(progress.read(group))));
      out.size(groups.pendingCount(group));
      const { deliveries } = groups;
      for (let more = groups.beginFirstPending(group); more; more = deliveries.next()) {
        this.#rawId(deliveries.words, deliveries.at);
        out.time(deliveries.deliveredMs());
        out.size(deliveries.deliveries());
      }
      this.#consumers(group);
    }
  }

  #consumers(group: Ref): void {
    const { groups } = this.#types.streams;
    const out = this.#out;
    const run = groups.consumersOf(group);
    const count = run === NO_REF ? 0 : groups.names.count(run);
    out.size(count);
    for (let i = 0; i < count; i++) {
      const consumer = groups.names.at(run, i);
      this.#name(consumer, i);
      out.time(groups.seenMs(consumer));
      if (this.#withActive) out.time(groups.activeMs(consumer));
      out.size(groups.ownedCount(consumer));
      const { owned } = groups;
      for (let more = groups.beginFirstOwned(consumer); more; more = owned.next()) this.#rawId(owned.words, owned.at);
    }
  }

  /** Name of a group or consumer, number `index` of its run. */
  #name(block: Ref, index: number): void {
    const { names } = this.#types.streams.groups;
    names.index = index;
    this.#out.text(names.bytesOf(block), names.nameAt(block), names.nameLength(block));
  }

  #rawId(words: Int32Array, at: number): void {
    const start = this.#out.length;
    const buffer = this.#out.reserve(ID_BYTES);
    for (let i = 0; i < 4; i++) buffer.writeInt32BE(words[at + i]!, start + i * 4);
  }
}

interface Entry {
  readonly ms: bigint;
  readonly sequence: bigint;
  readonly names: readonly Buffer[];
  readonly values: readonly Buffer[];
  /** About what it takes. */
  readonly bytes: number;
}

/** Two words as an unsigned number. */
function joined(high: number, low: number): bigint {
  return (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0);
}

function idBytes({ ms, sequence }: Entry): Buffer {
  const id = Buffer.alloc(ID_BYTES);
  id.writeBigUInt64BE(ms, 0);
  id.writeBigUInt64BE(sequence, 8);
  return id;
}
