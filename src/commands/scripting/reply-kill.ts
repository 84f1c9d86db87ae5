/** SCRIPT KILL and FUNCTION KILL: what comes of the wish. */
import { ERROR } from '../../../protocol/resp/errors.ts';
import type { Call } from '../../dispatch/context.ts';

/** @param kind RUNS_SCRIPT or RUNS_FUNCTION */
export function replyKill(call: Call, kind: number): void {
  const outcome = call.server.scripts.kill(kind);
  if (outcome === 'killed') call.reply.ok();
  else if (outcome === 'none') call.fail(ERROR.notBusy);
  else if (outcome === 'wrote') call.fail(ERROR.unkillable);
  else call.fail(outcome === 'function' ? ERROR.busyFunction : ERROR.busyScript);
}
