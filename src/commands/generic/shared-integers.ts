/** Redis keeps one object for each of the smallest integers, and clients see it in OBJECT REFCOUNT. */
import type { Call } from '../../dispatch/context.ts';
import type { Ref } from '../../memory/types.ts';
import { TYPE_STRING } from '../../store/record.ts';

/** What Redis replies for an object that is never freed. */
export const SHARED = 2 ** 31 - 1;
const SHARED_BELOW = 10_000;
const MAX_DIGITS = 4;

/** Whether Redis would share the value of a record: it does not while eviction needs to know the use of each key. */
export function isSharedInteger(call: Call, ref: Ref): boolean {
  const { maxmemory, maxmemoryPolicy } = call.settings.current;
  if (maxmemory !== 0 && /-l[rf]u$/.test(maxmemoryPolicy)) return false;
  const { records } = call.store;
  if (records.type(ref) !== TYPE_STRING || call.strings.length(ref) > MAX_DIGITS) return false;
  if (call.strings.encodingName(ref) !== 'int') return false;
  const at = records.valueAt(ref);
  const value = Number(records.bytesOf(ref).toString('latin1', at, at + records.valueLength(ref)));
  return value >= 0 && value < SHARED_BELOW;
}
