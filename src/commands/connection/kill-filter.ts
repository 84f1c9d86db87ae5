/** The filters of CLIENT KILL. */
import type { ArgIndex } from '../../../protocol/command/arguments.ts';
import type { Call } from '../../dispatch/context.ts';
import type { ClientFilter, ClientType } from '../../dispatch/ports/clients.ts';
import { clientType } from './client-types.ts';
import { DEFAULT_USER } from './passwords.ts';

export type KillOption =
  | { readonly is: 'id' | 'maxage'; readonly value: number }
  | { readonly is: 'type' | 'user' | 'addr' | 'laddr'; readonly value: ArgIndex }
  | { readonly is: 'skipme'; readonly value: 'YES' | 'NO' };

type Refusal = { readonly unknownType: string } | { readonly unknownUser: string };

/** Of an option that comes again the last one counts. */
export function readKillFilter(call: Call, options: readonly KillOption[]): ClientFilter | Refusal {
  let id: number | undefined;
  let type: ClientType | undefined;
  let user: string | undefined;
  let address: string | undefined;
  let localAddress: string | undefined;
  let minAgeSeconds: number | undefined;
  let skipMe = true;
  for (const { is, value } of options) {
    if (is === 'id') id = value;
    else if (is === 'maxage') minAgeSeconds = value;
    else if (is === 'skipme') skipMe = value === 'YES';
    else {
      const text = call.text(value);
      if (is === 'addr') address = text;
      else if (is === 'laddr') localAddress = text;
      else if (is === 'user') {
        if (text !== DEFAULT_USER) return { unknownUser: text };
        user = text;
      } else {
        type = clientType(text);
        if (type === undefined) return { unknownType: text };
      }
    }
  }
  return { id, type, user, address, localAddress, minAgeSeconds, except: skipMe ? call.client.id : undefined };
}
