/** MOVE and RENAME: the record of one key becomes that of another. */
import type { ArgIndex } from '../../../protocol/command/arguments.ts';
import type { Call } from '../../dispatch/context.ts';
import type { Ref } from '../../memory/types.ts';

/** Takes the record of `from` out of the selected database and puts it, with its expiry, under `to`, which is free. */
export function moveRecord(call: Call, from: ArgIndex, ref: Ref, to: ArgIndex, db: number): void {
  const { store } = call;
  store.unlink(store.shards[from]!, store.db, store.hashes[from]!, ref);
  store.changed(from);
  store.relink(to, ref, db);
  store.countMore(-1);
}
