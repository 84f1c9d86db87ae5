/** The sets that SINTER, SUNION and SDIFF are about: looked up before anything else happens. */
import type { ArgRange } from '../../../protocol/command/arguments.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';
import type { Call } from '../../dispatch/context.ts';
import { NO_REF, type Ref } from '../../memory/types.ts';
import { TYPE_SET } from '../../store/record.ts';

/** Records in the order of the keys, NO_REF for a missing one. Refilled by each command. */
export class SetInputs {
  readonly records: Ref[] = [];
  missing = 0;

  /** Looks the keys up. @returns false when one is no set, after the error was replied */
  find(call: Call, keys: ArgRange): boolean {
    const { records, store } = { records: this.records, store: call.store };
    records.length = 0;
    this.missing = 0;
    for (let i = 0; i < keys.count; i++) {
      const record = store.read(keys.at(i));
      if (record !== NO_REF && store.records.type(record) !== TYPE_SET) {
        call.fail(ERROR.wrongType);
        return false;
      }
      if (record === NO_REF) this.missing++;
      records.push(record);
    }
    return true;
  }

  size(call: Call, index: number): number {
    const record = this.records[index]!;
    return record === NO_REF ? 0 : call.types.sets.size(record);
  }

  /** Smallest sets first; sets of one size stay in their order. */
  sortBySize(call: Call): void {
    this.records.sort((a, b) => call.types.sets.size(a) - call.types.sets.size(b));
  }

  /** Behind the first set the largest ones first, missing ones last. */
  sortRestByFallingSize(call: Call): void {
    const size = (record: Ref): number => (record === NO_REF ? -1 : call.types.sets.size(record));
    const rest = this.records.slice(1).sort((a, b) => size(b) - size(a));
    for (let i = 0; i < rest.length; i++) this.records[i + 1] = rest[i]!;
  }
}

export const inputs: SetInputs = new SetInputs();
