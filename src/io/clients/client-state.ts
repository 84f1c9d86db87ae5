/** What a thread publishes of a client in the shared table. */
import { type Client, GATE_MULTI, GATE_SUBSCRIBED } from '../../dispatch/client.ts';
import { type ClientFigures, FLAG } from '../../messaging/client-row.ts';

/** The client's flags, as bits of `FLAG`. */
export function flagsOf(client: Client): number {
  let flags = 0;
  if (client.monitoring) flags |= FLAG.monitor;
  if ((client.gateBits & GATE_SUBSCRIBED) !== 0) flags |= FLAG.pubsub;
  if ((client.gateBits & GATE_MULTI) !== 0) flags |= FLAG.multi;
  if (client.held) flags |= FLAG.blocked;
  if (client.closeAfterReply) flags |= FLAG.closing;
  if (client.isUnix) flags |= FLAG.unix;
  if (client.noEvict) flags |= FLAG.noEvict;
  if (client.noTouch) flags |= FLAG.noTouch;
  const { tracking } = client;
  if (tracking === undefined) return flags;
  if (tracking.broken) flags |= FLAG.trackingBroken;
  if (tracking.bcast) flags |= FLAG.broadcast;
  return flags | FLAG.tracking;
}

/** What changes more rarely. */
export function figuresOf(client: Client): ClientFigures {
  return {
    queued: client.transaction?.queue.length ?? -1,
    queuedBytes: client.transaction?.bytes ?? 0,
    watched: client.watched.size,
    channels: client.channels,
    patterns: client.patterns,
    shardChannels: client.shardChannels,
    redirect: client.tracking?.redirect ?? -1,
  };
}
