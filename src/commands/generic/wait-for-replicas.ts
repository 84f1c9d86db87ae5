/** WAIT and WAITAOF: there are no replicas, so whoever asks for some waits until the time is over. */
import { integer } from '../../../protocol/command/grammar.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';
import type { ReplyWriter } from '../../../protocol/resp/reply-writer.ts';
import { WOKEN_ERROR, WOKEN_NOT } from '../../dispatch/client.ts';
import { type Call, type Outcome, PARKED_BLOCKED } from '../../dispatch/context.ts';

const MAX_INT64 = 2 ** 63;

/** Milliseconds; 0 is without end. */
export const timeout = () => integer({ min: 0, invalid: ERROR.timeoutNotInteger, range: ERROR.timeoutNegative });

/** Whether a point in time is too far away for 64 bits; says so to the client. */
export function refusesTimeout(call: Call, timeoutMs: number): boolean {
  if (timeoutMs + call.now() < MAX_INT64) return false;
  call.fail(ERROR.timeoutOutOfRange);
  return true;
}

/** Lets the client wait if it has to; else `answer` replies. */
export function waitForReplicas(
  call: Call,
  replicas: number,
  timeoutMs: number,
  answer: (reply: ReplyWriter) => void,
): Outcome {
  const { client, server, reply } = call;
  const woken = client.takeWoken();
  if (woken === WOKEN_ERROR) return call.fail(ERROR.unblocked);
  if (woken !== WOKEN_NOT || replicas <= 0 || call.inTransaction) return answer(reply);
  server.clients.block(client, timeoutMs === 0 ? 0 : call.now() + timeoutMs);
  return PARKED_BLOCKED;
}
