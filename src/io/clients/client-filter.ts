/** The filters of CLIENT LIST and CLIENT KILL. */
import type { ClientFilter, ClientType } from '../../dispatch/ports/clients.ts';
import { type ClientRecord, FLAG } from '../../messaging/client-row.ts';

/** There are no replicas and no master yet; a monitor counts as a normal client. */
function typeOf(client: ClientRecord): ClientType {
  return (client.flags & FLAG.pubsub) !== 0 ? 'pubsub' : 'normal';
}

/** Whether a client passes every part of the filter that is given. */
export function fits(client: ClientRecord, filter: ClientFilter, nowMs: number): boolean {
  const { id, type, user, address, localAddress, minAgeSeconds, except } = filter;
  if (id !== undefined && client.id !== id) return false;
  if (except !== undefined && client.id === except) return false;
  if (type !== undefined && typeOf(client) !== type) return false;
  if (user !== undefined && client.user !== user) return false;
  if (address !== undefined && client.address !== address) return false;
  if (localAddress !== undefined && client.localAddress !== localAddress) return false;
  return minAgeSeconds === undefined || nowMs - client.createdMs >= minAgeSeconds * 1000;
}
