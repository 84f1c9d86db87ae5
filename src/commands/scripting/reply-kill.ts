/** SCRIPT KILL and FUNCTION KILL: what comes of the wish. */
import { ERROR } from '../../../protocol/resp/errors.ts';
import { type Call, type Outcome, PARKED_LOCKS } from '../../dispatch/context.ts';

/**
 * As in Redis, what runs is killed once others are told that it takes long: a wish that comes earlier waits until then.
 * @param kind RUNS_SCRIPT or RUNS_FUNCTION
 */
export function replyKill(call: Call, kind: number): Outcome {
  if (!call.inTransaction && call.server.scripts.mayBecomeBusy) return PARKED_LOCKS;
  const outcome = call.server.scripts.kill(kind);
  if (outcome === 'killed') call.reply.ok();
  else if (outcome === 'none') call.fail(ERROR.notBusy);
  else if (outcome === 'wrote') call.fail(ERROR.unkillable);
  else call.fail(outcome === 'function' ? ERROR.busyFunction : ERROR.busyScript);
}
