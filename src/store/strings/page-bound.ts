// HOT: asked before changes of strings under a memory limit; no closures, no allocation.
/**
 * How many bytes of pages a change of a large value may take, which only the value itself tells: one that somebody else
 * reads or shares (COPY) is copied whole, and one that grows gets room to spare.
 *
 * The command does not hold its locks yet, so the value is looked at under a hold of its own, and may have changed when
 * the command runs: two clients that copy and change one large value at the same moment may pass the limit by it. So may
 * one whose value stays locked for long, by a script.
 */
import type { ArgIndex } from '../../../protocol/command/arguments.ts';
import { S_LOCK } from '../../memory/layout.ts';
import { lockWithin, unlock } from '../../memory/lock.ts';
import { NO_REF } from '../../memory/types.ts';
import type { Keyspace } from '../keyspace.ts';
import { MAX_KEY_BYTES } from '../record.ts';

/** Longest wait for the lock. Without it the index must not be read: the value counts as one without pages. */
const MAX_WAIT_MS = 1;

/**
 * Bytes of pages that making the value of a key at least `length` bytes long, and writable, may take; -1 when it has no
 * pages, or is locked for too long. The caller holds no lock.
 * @param length bytes from the start of the value, or from its end with `behind`
 */
export function pageBound(store: Keyspace, key: ArgIndex, length: number, behind: boolean): number {
  const { args, control, large } = store;
  if (large.objectCount() === 0 || args.argStart[key]! < 0 || args.argLen[key]! > MAX_KEY_BYTES) return -1;
  const shard = store.prepare(key);
  const word = store.heap.base(shard) + S_LOCK;
  if (!lockWithin(control, word, MAX_WAIT_MS)) return -1;
  store.heap.slabs.sync();
  const bytes = boundOf(store, key, shard, length, behind);
  unlock(control, word);
  return bytes;
}

function boundOf(store: Keyspace, key: ArgIndex, shard: number, length: number, behind: boolean): number {
  const { args, records, large } = store;
  const root = store.rootAt(shard, store.db);
  const hash = store.hashes[key]!;
  const ref = store.table.find(store.control, root, hash, args.buf, args.argStart[key]!, args.argLen[key]!);
  if (ref === NO_REF || !records.isLarge(ref)) return -1;
  const object = records.largeRef(ref);
  const before = large.length(object);
  const end = behind ? before + length : length;
  const after = end > before ? end : before;
  return large.isPinned(object) ? large.bytesFor(after) : large.extendBytes(object, after);
}
