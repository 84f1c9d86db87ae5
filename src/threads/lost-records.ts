/** What an io thread does when others could not send it everything, because it did not keep up (messaging/outbox.ts). */
import { GATE_SUBSCRIBED } from '../dispatch/client.ts';
import type { Tracking } from '../io/messages/tracking.ts';
import { STAT } from '../memory/thread-stats.ts';
import { invalidationOfAll, RECORD_INVALIDATION } from '../messaging/invalidations.ts';
import { hasLost } from '../messaging/outbox.ts';
import { RECORD_MESSAGE } from '../messaging/publisher.ts';
import type { IoHost } from './io-host.ts';

/**
 * Subscribers, any of whom may have missed a message, are cut off, as those are who leave too much unread: so they know.
 * Clients that track keys are told to forget all of them.
 */
export function makeUpForLost(record: Buffer, host: IoHost, tracking: Tracking, stats: Float64Array): void {
  if (hasLost(record, RECORD_INVALIDATION)) tracking.received(invalidationOfAll());
  if (!hasLost(record, RECORD_MESSAGE)) return;
  for (const { client } of [...host.connections]) {
    if ((client.gateBits & GATE_SUBSCRIBED) === 0) continue;
    stats[STAT.outputLimitDisconnects]! += 1;
    host.drop(client);
  }
}
