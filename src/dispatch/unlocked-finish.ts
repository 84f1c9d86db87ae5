import { PARKED_LOCKS } from './context.ts';
import type { Dispatcher } from './dispatcher.ts';
import { afterException } from './exceptions.ts';
import type { ParsedRequest, Row } from './request.ts';

const DONE = 0;

/**
 * cold: ends a command that looks at a large value, or the like, now that no lock is held; it may have to be run again.
 * @param outcome what it returned under its locks @returns its outcome
 */
export function finishUnlocked(
  dispatcher: Dispatcher,
  outcome: number,
  request: ParsedRequest,
  row: Row,
  traits: number,
): number {
  const { call, timer } = dispatcher;
  const mark = call.reply.mark();
  const changes = call.store.heap.operations;
  timer.leftLocks();
  try {
    return call.unlocked.finish(outcome, () => {
      let again = PARKED_LOCKS;
      while (again === PARKED_LOCKS) again = dispatcher.lockAndRun(request, row, traits);
      return again;
    });
  } catch (error) {
    afterException(call, row, changes, mark, error);
    return DONE;
  }
}
