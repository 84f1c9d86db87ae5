/** SUNION: all members of all sets. */
import type { ArgIndex } from '../../../protocol/command/arguments.ts';
import type { Call } from '../../dispatch/context.ts';
import { NO_REF } from '../../memory/types.ts';
import { inputs } from './set-inputs.ts';
import { result } from './set-result.ts';

/** Leaves the union of `inputs` in `result`, in the shard of a key. */
export function unite(call: Call, key: ArgIndex): void {
  const walk = call.types.setWalk;
  result.begin(call, key, true);
  for (const record of inputs.records) {
    if (record === NO_REF) continue;
    walk.start(record);
    while (walk.next()) result.add(call);
  }
}
