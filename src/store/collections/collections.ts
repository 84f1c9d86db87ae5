// HOT: no closures, no allocation on the JS heap; called under the lock of the shard that each method names.
/**
 * What lists, sets, sorted sets, hashes and streams have in common.
 *
 * The record of a collection holds the reference of its root: one block of packed entries while it is small, then the
 * head of a table or tree (values/). So a record is as small as any, RENAME and MOVE carry a collection of any size by
 * its root, and what is freed goes to a grave and is taken apart in steps.
 */
import type { ArgIndex } from '../../../protocol/command/arguments.ts';
import type { LargeRef, Ref } from '../../memory/types.ts';
import { buryCollection } from '../flush.ts';
import type { Keyspace } from '../keyspace.ts';
import { NO_EXPIRY, type TYPE_ELSEWHERE } from '../record.ts';

/** What the store must know of one type of collection; one instance a thread. */
export interface CollectionType {
  /**
   * Frees up to about `blocks` blocks of a collection that is nobody's value any more, large elements included. What is
   * left stays whole enough to be freed by further calls with the same root.
   * @returns whether nothing is left, the root's block included
   */
  dismantle(shard: number, encoding: number, root: Ref, blocks: number): boolean;
  /** A copy of the whole collection with the same encoding, allocated in `shard`. Large elements may share pages. */
  copy(shard: number, encoding: number, root: Ref): Ref;
  /** Bytes that a copy may allocate at most. */
  copyBound(encoding: number, root: Ref): number;
  /** Elements: fields, members, items, entries. */
  count(encoding: number, root: Ref): number;
  /** Bytes that the collection occupies, estimated from `samples` elements (0: from all). */
  bytes(encoding: number, root: Ref, samples: number): number;
  /** When the first element expires, in ms since 1970, NO_EXPIRY if none does. Only of types whose elements may. */
  earliest?(encoding: number, root: Ref): number;
  /**
   * Takes out up to `elements` elements that are past their time.
   * @returns when the next one expires, NO_EXPIRY if none does, or EMPTIED: nothing is left, and the key is to go
   */
  expireElements?(shard: number, record: Ref, nowMs: number, elements: number): number;
  /** What OBJECT ENCODING calls the form. */
  encodingName(encoding: number, root: Ref): string;
  /** Every heap block that the collection owns, the root's included, for audits; throws where its structure is broken. */
  blocks(encoding: number, root: Ref): Iterable<Ref>;
}

/** What `expireElements` says of a collection without elements. No expiry is that small. */
export const EMPTIED = -2;

/** Blocks that are freed at once when a value goes: more is left to the graves. */
const AT_ONCE = 64;

export class Collections {
  readonly #store: Keyspace;
  /** By type number; a type that is not there cannot be in the store. */
  readonly types: CollectionType[] = [];

  constructor(store: Keyspace) {
    this.#store = store;
  }

  /** The root of a collection's record. */
  rootOf(record: Ref): Ref {
    return this.#store.records.rootRef(record);
  }

  /**
   * Makes `root` the value of a key: a new record, or in the place of `existing`, whose value is freed.
   * The caller says `store.changed(key, EVENT.…)` itself as far as `put` has not.
   * @returns the record
   */
  put(
    key: ArgIndex,
    existing: Ref,
    type: Exclude<number, typeof TYPE_ELSEWHERE>,
    encoding: number,
    root: Ref,
    expiresAt: number = NO_EXPIRY,
    db: number = this.#store.db,
  ): Ref {
    const record = this.#store.put(key, existing, type, encoding, 4, false, expiresAt, db);
    this.#store.records.setLargeRef(record, root as number as LargeRef);
    // What the caller says of it is the change that counts.
    this.#store.countMore(-1);
    return record;
  }

  /** The collection of a record has another root or encoding now. */
  update(record: Ref, encoding: number, root: Ref): void {
    const { records } = this.#store;
    this.#store.heap.operations++;
    if (records.encoding(record) !== encoding) records.setKind(record, records.type(record), encoding, false);
    records.setLargeRef(record, root as number as LargeRef);
  }

  /** A collection whose elements may expire has come under a key. @returns the record, which may have moved */
  queueElements(key: ArgIndex, record: Ref, db: number): Ref {
    const { records } = this.#store;
    const type = this.types[records.type(record)]!;
    const first = type.earliest?.(records.encoding(record), records.rootRef(record)) ?? NO_EXPIRY;
    return first === NO_EXPIRY ? record : this.#store.setElementsExpiry(key, record, first, db);
  }

  /** Frees a collection that is nobody's value any more: at once while it is small, else later. */
  release(shard: number, type: number, encoding: number, root: Ref): void {
    if (!this.dismantle(shard, type, encoding, root, AT_ONCE)) buryCollection(this.#store, shard, type, encoding, root);
  }

  /** @returns whether nothing is left */
  dismantle(shard: number, type: number, encoding: number, root: Ref, blocks: number): boolean {
    return this.types[type]!.dismantle(shard, encoding, root, blocks);
  }
}
