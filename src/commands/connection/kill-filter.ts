/**
 * The filters of CLIENT KILL: pairs of a word and its value. They are read one after the other, because the first that
 * is wrong, in whatever way, is the one that Redis reports.
 */
import { ERROR, errorText, noSuchUser, unknownClientType } from '../../../protocol/resp/errors.ts';
import type { Call } from '../../dispatch/context.ts';
import type { ClientFilter } from '../../dispatch/ports/clients.ts';
import { clientType } from './client-types.ts';
import { DEFAULT_USER } from './passwords.ts';

type Filter = { -readonly [F in keyof ClientFilter]: ClientFilter[F] };

const INTEGER = /^(?:0|-?[1-9]\d{0,18})$/;
/** Beyond 64 bits it is no integer. */
const MAX = 2n ** 63n - 1n;

/** Reads arguments `first` to `end`. @returns the filter, or an error line */
export function readKillFilter(call: Call, first: number, end: number): ClientFilter | string {
  const filter: Filter = { except: call.client.id };
  for (let at = first; at < end; at += 2) {
    if (at + 1 === end) return errorText(ERROR.syntax);
    const error = readOption(call, call.text(at).toLowerCase(), call.text(at + 1), filter);
    if (error !== null) return error;
  }
  return filter;
}

/** @returns an error line, or null; of an option that comes again the last one counts */
function readOption(call: Call, word: string, value: string, filter: Filter): string | null {
  switch (word) {
    case 'id':
      filter.id = integerOf(value);
      return filter.id !== undefined && filter.id > 0 ? null : errorText(ERROR.clientIdPositive);
    case 'maxage':
      filter.minAgeSeconds = integerOf(value);
      if (filter.minAgeSeconds === undefined) return errorText(ERROR.maxAgeNotInteger);
      return filter.minAgeSeconds > 0 ? null : errorText(ERROR.maxAgePositive);
    case 'type':
      filter.type = clientType(value);
      return filter.type === undefined ? unknownClientType(value) : null;
    case 'addr':
      filter.address = value;
      return null;
    case 'laddr':
      filter.localAddress = value;
      return null;
    case 'user':
      filter.user = value;
      return value === DEFAULT_USER ? null : noSuchUser(value);
    case 'skipme':
      filter.except = value.toLowerCase() === 'no' ? undefined : call.client.id;
      return /^(?:yes|no)$/i.test(value) ? null : errorText(ERROR.syntax);
    default:
      return errorText(ERROR.syntax);
  }
}

/** Rounded beyond 2^53, where no id is. */
function integerOf(text: string): number | undefined {
  if (!INTEGER.test(text)) return undefined;
  const value = BigInt(text);
  return value > MAX || value < -MAX - 1n ? undefined : Number(value);
}
