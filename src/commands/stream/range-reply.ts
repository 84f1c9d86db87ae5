// HOT: no closures, no allocation.
/** XRANGE and XREVRANGE: the entries of an interval of IDs, in either direction. */
import type { ArgIndex } from '../../../protocol/command/arguments.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';
import type { Call } from '../../dispatch/context.ts';
import { NO_REF, type Ref } from '../../memory/types.ts';
import { compareIds } from '../../values/stream/stream-id.ts';
import { replyEntry } from './entry-reply.ts';
import {
  BAD_RANGE_END,
  BAD_RANGE_START,
  RANGE_READ,
  rangeEnd,
  rangeStart,
  readRangeEnd,
  readRangeStart,
} from './stream-id-text.ts';
import { OTHER_TYPE, readStream } from './stream-lookup.ts';

/** Reads an interval into `rangeStart` and `rangeEnd`. @returns false when it is none; the error is replied */
export function takeRange(call: Call, first: ArgIndex, last: ArgIndex): boolean {
  return isRead(call, readRangeStart(call.args, first)) && isRead(call, readRangeEnd(call.args, last));
}

/** Reads the lower bound of an interval into `rangeStart`. @returns false when it is none; the error is replied */
export function takeRangeStart(call: Call, first: ArgIndex): boolean {
  return isRead(call, readRangeStart(call.args, first));
}

function isRead(call: Call, status: number): boolean {
  if (status === RANGE_READ) return true;
  if (status === BAD_RANGE_START) call.fail(ERROR.intervalStart);
  else if (status === BAD_RANGE_END) call.fail(ERROR.intervalEnd);
  else call.fail(ERROR.streamIdInvalid);
  return false;
}

/** Replies with the entries of the interval at two arguments. @param count undefined for all */
export function replyRange(
  call: Call,
  key: ArgIndex,
  first: ArgIndex,
  last: ArgIndex,
  count: number | undefined,
  reverse: boolean,
): void {
  if (!takeRange(call, first, last)) return;
  const { reply } = call;
  const root = readStream(call, key);
  if (root === OTHER_TYPE) return;
  if (root === NO_REF) reply.array(0);
  else if (count !== undefined && count <= 0) reply.nullArray();
  else replyFound(call, root, count, reverse);
}

function replyFound(call: Call, root: Ref, count: number | undefined, reverse: boolean): void {
  const { reply } = call;
  const most = count ?? Number.POSITIVE_INFINITY;
  const mark = reply.deferred();
  const found = reverse ? replyBackwards(call, root, most) : replyForwards(call, root, rangeStart, 0, most);
  reply.resolveDeferred(mark, 'array', found);
}

/** Replies with up to `most` entries from an ID to `rangeEnd`. @returns how many */
export function replyForwards(call: Call, root: Ref, from: Int32Array, at: number, most: number): number {
  const { entries } = call.types.streams;
  const { id } = entries.cursor;
  let found = 0;
  let more = entries.begin(root, from, at);
  while (more && compareIds(id, 0, rangeEnd, 0) <= 0) {
    replyEntry(call);
    if (++found >= most) break;
    more = entries.next();
  }
  return found;
}

function replyBackwards(call: Call, root: Ref, most: number): number {
  const { entries } = call.types.streams;
  const { id } = entries.cursor;
  let found = 0;
  let more = entries.beginAtEnd(root, rangeEnd, 0);
  while (more && compareIds(id, 0, rangeStart, 0) >= 0) {
    replyEntry(call);
    if (++found >= most) break;
    more = entries.previous();
  }
  return found;
}
