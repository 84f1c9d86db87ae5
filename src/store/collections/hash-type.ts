// HOT: no closures, no allocation on the JS heap; called under the lock of the key.
/** Hashes as one of the types of collections: freed, copied, measured, and rid of fields that are past their time. */
import { STAT } from '../../memory/thread-stats.ts';
import { NO_REF, type Ref } from '../../memory/types.ts';
import { NEVER } from '../../values/hash/hash-field.ts';
import { MEMBER_OWN } from '../../values/table/member-table.ts';
import { memberBlocks } from '../../values/table/member-table-audit.ts';
import { NO_EXPIRY } from '../record.ts';
import { type CollectionType, EMPTIED } from './collections.ts';
import { HashForms, PACKED, TABLE } from './hash-forms.ts';

/** A hash that becomes a table, or a table whose segments and directory grow. */
export const CHANGE_BOUND = 32_768;
/** Fields from which the size of a copy is estimated. */
const COPY_SAMPLES = 64;

export class HashType extends HashForms implements CollectionType {
  /** Record of the open hash, NO_REF while there is none. */
  record: Ref = NO_REF;

  /** Fields, those past their time included, as HLEN counts. */
  count(encoding: number = this.encoding, root: Ref = this.root): number {
    if (root === NO_REF) return 0;
    if (encoding === TABLE) return this.table.members.count(root);
    return this.run.runs.count(root) / (encoding === PACKED ? 2 : 3);
  }

  dismantle(shard: number, encoding: number, root: Ref, blocks: number): boolean {
    if (encoding === TABLE) return this.table.dismantle(root, shard, blocks);
    this.store.heap.free(shard, root);
    return true;
  }

  copy(shard: number, encoding: number, root: Ref): Ref {
    return encoding === TABLE ? this.table.copy(root, shard) : this.run.runs.copy(shard, root);
  }

  copyBound(encoding: number, root: Ref): number {
    return this.bytes(encoding, root, COPY_SAMPLES) * 1.25 + CHANGE_BOUND;
  }

  bytes(encoding: number, root: Ref, samples: number): number {
    return encoding === TABLE ? this.table.members.occupied(root, samples) : this.store.heap.blockBytes(root);
  }

  encodingName(encoding: number): string {
    if (encoding === TABLE) return 'hashtable';
    return encoding === PACKED ? 'listpack' : 'listpackex';
  }

  /** cold: for audits. */
  blocks(encoding: number, root: Ref): Ref[] {
    if (encoding !== TABLE) return [root];
    const { members, order } = this.table;
    return memberBlocks(this.store.heap, members, root).concat(order.blocks(root, MEMBER_OWN));
  }

  earliest(encoding: number, root: Ref): number {
    if (encoding === PACKED) return NO_EXPIRY;
    const first = encoding === TABLE ? this.table.earliest(root) : this.run.earliest(root);
    return first === NEVER ? NO_EXPIRY : first;
  }

  expireElements(shard: number, record: Ref, nowMs: number, elements: number): number {
    this.shard = shard;
    this.turnTo(record);
    for (let left = elements; left > 0 && this.takeOutPast(nowMs); left--) {
      this.store.stats[STAT.expiredElements]! += 1;
    }
    if (this.root !== this.store.collections.rootOf(record)) this.follow();
    if (this.fields() === 0) return EMPTIED;
    const first = this.earliestField();
    return first === NEVER ? NO_EXPIRY : first;
  }

  /** Opens the hash of a record, or none. */
  protected turnTo(record: Ref): void {
    const { records } = this.store;
    this.record = record;
    this.encoding = record === NO_REF ? PACKED : records.encoding(record);
    this.root = record === NO_REF ? NO_REF : records.rootRef(record);
  }

  /** Tells the record of another root or encoding. */
  protected follow(): void {
    this.store.collections.update(this.record, this.encoding, this.root);
  }

  /** Takes out a field that is past its time. @returns false when there is none */
  protected takeOutPast(nowMs: number): boolean {
    if (this.encoding === TABLE) {
      const first = this.earliestField();
      if (first === NEVER || nowMs <= first) return false;
      this.table.first(this.root, this.field);
    } else {
      this.rewind();
      do if (!this.step()) return false;
      while (this.field.expiresAt === NEVER || nowMs <= this.field.expiresAt);
    }
    this.takeOut();
    return true;
  }
}
