/**
 * Checks a whole store at rest: every block of the heap has its owner, every entry of an index is a live record whose
 * key belongs there, and all counts agree. For tests and DEBUG. The caller holds all locks, or nobody else is there.
 */
import { KIND_RECORD } from '../memory/heap/heap.ts';
import { auditHeap } from '../memory/heap/heap-audit.ts';
import {
  ROOT_EXPIRES,
  S_EXPIRES,
  S_GRAVES,
  S_WHEEL_ENTRIES,
  S_WHEEL_STALE,
  SHARDS,
  UNIT_MASK,
} from '../memory/layout.ts';
import { NO_REF, type Ref } from '../memory/types.ts';
import { auditTable } from '../values/table/hash-table-audit.ts';
import { auditWheel } from './expiry/wheel-audit.ts';
import { shardOf } from './key-hash.ts';
import type { Keyspace } from './keyspace.ts';
import { FAR_EXPIRY_MS, NO_EXPIRY, TYPE_STRING } from './record.ts';

export interface StoreAudit {
  /** What is wrong; empty when all is well. */
  readonly problems: string[];
  /** Records of all databases, expired ones included. */
  records: number;
  /** Bytes of the heap's blocks in use: what `heap.usedBytes()` should be when all threads have told theirs. */
  usedBytes: number;
}

/** Audits all shards and databases. */
export function auditStore(store: Keyspace): StoreAudit {
  const heap = auditHeap(store.heap);
  const audit = new Audit(store, heap.problems);
  for (let shard = 0; shard < SHARDS; shard++) audit.shard(shard);
  if (!audit.hasGraves) audit.owners(heap.blocks);
  return { problems: audit.problems, records: audit.records, usedBytes: heap.usedUnits * 8 };
}

class Audit {
  readonly problems: string[];
  records = 0;
  /** What lies in graves is on its way out and not looked at. */
  hasGraves = false;
  readonly #store: Keyspace;
  readonly #kinds = new Map<Ref, number>();
  readonly #larges = new Map<number, number>();

  constructor(store: Keyspace, problems: string[]) {
    this.#store = store;
    this.problems = problems;
  }

  shard(shard: number): void {
    const { heap, control, databases } = this.#store;
    const base = heap.base(shard);
    if (control[base + S_GRAVES] !== NO_REF) this.hasGraves = true;
    const wheel = auditWheel(heap, shard);
    for (const text of wheel.problems) this.#say(`wheel of shard ${shard}: ${text}`);
    for (const ref of wheel.blocks) this.#claim(ref, heap.kindOf(ref));
    const queued = new Set<string>();
    for (const [slot, hashes] of wheel.entries) for (const hash of hashes) queued.add(`${slot} ${hash}`);
    let expires = 0;
    let inWheel = 0;
    for (let db = 0; db < databases; db++) {
      const root = this.#store.rootAt(shard, db);
      const table = auditTable(heap, this.#store.records, control, root);
      for (const text of table.problems) this.#say(`index of shard ${shard}, database ${db}: ${text}`);
      for (const ref of table.blocks) this.#claim(ref, heap.kindOf(ref));
      let expiring = 0;
      for (const ref of table.refs) {
        this.#record(shard, db, ref, queued);
        if (this.#store.records.expiresAt(ref) !== NO_EXPIRY) expiring++;
        if (this.#store.records.wheelSlot(ref) !== 0) inWheel++;
      }
      const counted = control[root + ROOT_EXPIRES]!;
      if (counted !== expiring) this.#say(`shard ${shard}, database ${db}: ${counted} of ${expiring} expiries counted`);
      expires += expiring;
    }
    const counted = control[base + S_EXPIRES]!;
    if (counted !== expires) this.#say(`shard ${shard}: ${counted} of ${expires} expiries counted`);
    const stale = control[base + S_WHEEL_ENTRIES]! - inWheel;
    if (control[base + S_WHEEL_STALE]! > stale) {
      this.#say(`shard ${shard}: ${control[base + S_WHEEL_STALE]} of ${stale} stale entries of the wheel counted`);
    }
  }

  /** Compares what was claimed with what the heap has in use. */
  owners(blocks: Map<number, Ref[]>): void {
    let inUse = 0;
    for (const [kind, refs] of blocks) {
      inUse += refs.length;
      for (const ref of refs) {
        const claimed = this.#kinds.get(ref);
        if (claimed === undefined) this.#say(`block ${ref} of kind ${kind} belongs to nobody`);
        else if (claimed !== kind) this.#say(`block ${ref} of kind ${kind} is held for one of kind ${claimed}`);
      }
    }
    if (this.#kinds.size > inUse) this.#say(`${this.#kinds.size - inUse} owned blocks are not in use`);
  }

  #record(shard: number, db: number, ref: Ref, queued: Set<string>): void {
    const { records, heap, hasher, table, control, large } = this.#store;
    this.records++;
    this.#claim(ref, KIND_RECORD);
    const say = (text: string): void => this.#say(`record ${ref} of shard ${shard}, database ${db}: ${text}`);
    this.#collection(ref, say);
    if (heap.kindOf(ref) !== KIND_RECORD) say('its block is of another kind');
    const bytes = records.bytesOf(ref);
    const key = records.keyAt(ref);
    const length = records.keyLength(ref);
    const end = ((ref & UNIT_MASK) << 3) + heap.blockBytes(ref);
    if (key + length > end || records.valueLength(ref) < 0) {
      say('key and value do not fit into its block');
      return;
    }
    if (shardOf(bytes, key, length) !== shard) say('its key belongs to another shard');
    const hash = hasher.hash(bytes, key, length);
    if (table.find(control, this.#store.rootAt(shard, db), hash, bytes, key, length) !== ref)
      say('is not found by its key');
    const slot = records.wheelSlot(ref);
    if (slot !== 0 && !queued.has(`${slot} ${hash}`)) say(`the wheel has no entry for it in slot ${slot}`);
    const expiresAt = records.expiresAt(ref);
    if (slot === 0 && expiresAt !== NO_EXPIRY && expiresAt < FAR_EXPIRY_MS) say('expires and is not in the wheel');
    if (!records.isLarge(ref)) return;
    const object = records.largeRef(ref);
    // Copies of a large value share its pages until one of them changes.
    const owners = (this.#larges.get(object) ?? 0) + 1;
    this.#larges.set(object, owners);
    if (large.references(object) < owners) say('its large object has fewer references than owners');
  }

  /** The blocks that a collection owns beside its record. */
  #collection(ref: Ref, say: (text: string) => void): void {
    const { records, collections, heap } = this.#store;
    const type = records.type(ref);
    if (type === TYPE_STRING) return;
    try {
      const blocks = collections.types[type]!.blocks(records.encoding(ref), records.rootRef(ref));
      for (const block of blocks) this.#claim(block, heap.kindOf(block));
    } catch (error) {
      say((error as Error).message);
    }
  }

  #claim(ref: Ref, kind: number): void {
    if (this.#kinds.has(ref)) this.#say(`block ${ref} belongs to two`);
    this.#kinds.set(ref, kind);
  }

  #say(text: string): void {
    this.problems.push(text);
  }
}
