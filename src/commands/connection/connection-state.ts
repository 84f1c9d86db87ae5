/** The state of a connection that RESET puts back. */
import { REPLY_ON } from '../../dispatch/client.ts';
import type { Call } from '../../dispatch/context.ts';
import { endTransaction } from '../../dispatch/transaction.ts';
import { unwatchAll } from '../../dispatch/watched-keys.ts';

/** Everything as on a new connection, except what the library told of itself. */
export function resetConnection(call: Call): void {
  const { client } = call;
  endTransaction(client);
  unwatchAll(call.store, client);
  call.server.clients.unmonitor(client);
  call.server.pubsub.forget(client);
  call.server.tracking.end(client);
  client.db = 0;
  client.resp = 2;
  call.reply.setResp(2);
  client.replyMode = REPLY_ON;
  client.noEvict = false;
  client.noTouch = false;
  client.name = '';
  client.setAuthenticated(call.settings.current.requirepass === '');
  call.server.clients.publish(client);
}
