/**
 * A command that Redis answers while a script runs for too long, and that needs the locks of its keys: WATCH. The script has
 * them, and lends them between two of its commands (scripting/lent-locks.ts).
 */
import { PARKED_LOCKS } from './context.ts';
import type { Dispatcher } from './dispatcher.ts';
import type { LockGate } from './lock-gate.ts';
import type { ParsedRequest, Row } from './request.ts';

/**
 * Runs a command whose locks were not had under those that a script lends. It must change nothing that the script can see.
 * @returns what the command came to; PARKED_LOCKS when no locks are lent
 */
export function runBorrowing(dispatcher: Dispatcher, locks: LockGate, request: ParsedRequest, row: Row): number {
  const { store } = dispatcher.call;
  const { scripts } = dispatcher.call.server;
  const nowMs = scripts.borrowLocks();
  if (nowMs === undefined) return PARKED_LOCKS;
  try {
    store.heap.slabs.sync();
    locks.clear();
    locks.addKeysOf(request, row);
    // A key is past its time, or not, as the script sees it.
    store.setTime(nowMs);
    return dispatcher.runLocked(row);
  } finally {
    locks.clear();
    store.forgetTime();
    scripts.giveBackLocks();
  }
}
