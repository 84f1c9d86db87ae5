// HOT: no closures, no allocation on the JS heap; called under the lock of the key.
/**
 * What nearly all commands on small hashes do: one field of a packed hash without times is read, or set to a short value.
 * Nothing is opened. Whatever is not so simple is left to the general way, as if nobody had asked.
 */
import type { ArgIndex } from '../../../protocol/command/arguments.ts';
import { SLAB_SHIFT } from '../../memory/layout.ts';
import type { Ref } from '../../memory/types.ts';
import { LONG, PAIRS } from '../../values/hash/field-bytes.ts';
import { NOT_THERE } from '../../values/hash/field-run.ts';
import { NEVER } from '../../values/hash/hash-field.ts';
import { TYPE_HASH } from '../record.ts';
import { PACKED } from './hash-forms.ts';
import { HashType } from './hash-type.ts';

/** What `setPacked` answers: the field is new, or was there, or nothing has changed and the general way is to be taken. */
export const NEW_FIELD = 1;
export const OLD_FIELD = 0;
export const OTHER_WAY = -1;
/** What `packedValue` answers when there is no such field. */
export const NO_FIELD: number = NOT_THERE;

export class PackedHashes extends HashType {
  /** Whether a record is that of a packed hash without times. */
  isPacked(record: Ref): boolean {
    const { records } = this.store;
    return records.type(record) === TYPE_HASH && records.encoding(record) === PACKED;
  }

  /** Where, in the bytes of the record's packed hash, the value of a field is, `packedLength` long; or NO_FIELD. */
  packedValue(record: Ref, name: ArgIndex): number {
    const { args, records } = this.store;
    return this.run.locateValue(records.rootRef(record), args.buf, args.argStart[name]!, args.argLen[name]!);
  }

  /** Bytes of the value that `packedValue` found. */
  get packedLength(): number {
    return this.run.valueLength;
  }

  /** The slab in which it lies. */
  packedSlab(record: Ref): number {
    return this.store.records.rootRef(record) >>> SLAB_SHIFT;
  }

  /** Sets one field of a packed hash to an argument. The caller says that the key has changed, unless OTHER_WAY. */
  setPacked(key: ArgIndex, record: Ref, name: ArgIndex, value: ArgIndex): number {
    const { run, store } = this;
    const { buf, argStart, argLen } = store.args;
    const start = argStart[name]!;
    const length = argLen[name]!;
    const valueStart = argStart[value]!;
    const valueLength = argLen[value]!;
    const most = this.maxPackedValue < LONG ? this.maxPackedValue : LONG - 1;
    // A large argument is longer, and lies elsewhere.
    if (length > most || valueLength > most) return OTHER_WAY;
    const root = store.records.rootRef(record);
    const at = run.locateValue(root, buf, start, length);
    if (at !== NOT_THERE) {
      if (run.valueLength !== valueLength) return OTHER_WAY;
      run.overwriteAt(root, at, buf, valueStart, valueLength);
      return OLD_FIELD;
    }
    if (run.runs.count(root) >= PAIRS * this.maxPackedEntries || !run.fits(root, length, valueLength)) return OTHER_WAY;
    this.value.setBytes(buf, valueStart, valueLength);
    const moved = run.add(store.shards[key]!, root, PAIRS, buf, start, length, this.value, NEVER);
    if (moved !== root) store.collections.update(record, PACKED, moved);
    return NEW_FIELD;
  }
}
