/** A RESP2 client that is subscribed can only change its subscriptions, be pinged, and leave: messages have no mark there. */
import { subscriberOnly } from '../../../protocol/resp/errors.ts';
import { GATE_SUBSCRIBED } from '../client.ts';
import { type Gate, PASSED, REFUSED } from '../gate.ts';

const ALLOWED: ReadonlySet<string> = new Set([
  'subscribe',
  'ssubscribe',
  'psubscribe',
  'unsubscribe',
  'sunsubscribe',
  'punsubscribe',
  'ping',
  'quit',
  'reset',
]);

export const subscriberGate: Gate = (call, client, _request, row) => {
  if (client.resp === 3 || (client.gateBits & GATE_SUBSCRIBED) === 0 || ALLOWED.has(row.name)) return PASSED;
  call.reply.error(subscriberOnly(row.name));
  return REFUSED;
};
