/** What GEORADIUS and its kin have in common. */
import type { ArgIndex } from '../../../protocol/command/arguments.ts';
import type { Call } from '../../dispatch/context.ts';
import { NO_REF } from '../../memory/types.ts';
import { EVENT } from '../../store/observers/events.ts';
import { setToRead, WRONG_TYPE } from '../sorted-set/found-set.ts';
import { search } from './search.ts';
import { SearchRequest } from './search-request.ts';

const request = new SearchRequest();

/**
 * Searches a circle.
 * @param where argument that is the member, or the longitude, in the middle
 * @param takes TAKES_STORE_KEY or nothing
 */
export function answerRadius(
  call: Call,
  key: ArgIndex,
  where: ArgIndex,
  radius: ArgIndex,
  fromMember: boolean,
  takes: number,
): void {
  const index = setToRead(call, key);
  if (index === WRONG_TYPE) return;
  request.begin(call, index);
  if (readCircle(where, radius, fromMember, index === NO_REF) && readRest(radius, takes)) {
    search(call, index, request, EVENT.georadiusstore);
  } else call.reply.error(request.error);
}

/** A member that is looked for in nothing has no circle around it either. */
function readCircle(where: ArgIndex, radius: ArgIndex, fromMember: boolean, isEmpty: boolean): boolean {
  if (!fromMember) return request.readPosition(where) && request.readRadius(radius);
  return request.readMember(where) && (isEmpty || request.readRadius(radius));
}

function readRest(radius: ArgIndex, takes: number): boolean {
  return request.readOptions(radius + 2, takes) && request.check('', 'STORE option in GEORADIUS', takes);
}
