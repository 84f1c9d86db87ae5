/** What becomes of a command that threw. */
import { STAT } from '../memory/thread-stats.ts';
import { OutOfMemory } from '../store/strings/strings.ts';
import { type Call, type Outcome, PARKED_LOCKS } from './context.ts';
import { refuseException, refuseMemory } from './refusals.ts';
import type { Row } from './request.ts';
import { WALK_HELD_UP } from './shard-walk.ts';

/**
 * Before the first change an exception is one refused command; after it the store is in doubt and nobody goes on: it is
 * thrown again. @param changes of the heap, and `mark` of the reply, when the command began
 * @returns PARKED_LOCKS for a walk that shall begin anew
 */
export function afterException(call: Call, row: Row, changes: number, mark: number, error: unknown): Outcome {
  call.walk.abandon();
  // One command, one reply: what it had written so far goes, and pins with it.
  call.reply.rollback(mark);
  if (error === WALK_HELD_UP) return PARKED_LOCKS;
  if (call.store.heap.operations !== changes) {
    call.server.fatal(row.name, error);
    throw error;
  }
  if (error instanceof OutOfMemory) refuseMemory(call);
  else {
    refuseException(call);
    call.store.stats[STAT.unexpectedErrors]! += 1;
    call.server.unexpected(row.name, error);
  }
  return undefined;
}
