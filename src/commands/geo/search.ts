/** Searches an index of positions and replies with what it finds, or stores it. */
import type { ArgIndex } from '../../../protocol/command/arguments.ts';
import { formatFixed } from '../../../protocol/resp/doubles.ts';
import type { Call } from '../../dispatch/context.ts';
import { NO_REF, type Ref } from '../../memory/types.ts';
import { storeResult } from '../sorted-set/stored-result.ts';
import { decode, scoresOf } from './grid.ts';
import { cellsAround, distanceInside } from './search-area.ts';
import { type SearchRequest, UNSORTED } from './search-request.ts';

/** A member that was found: its rank in the index, its number, and its distance in metres. */
interface Result {
  readonly rank: number;
  readonly score: number;
  readonly distance: number;
}

/** Does what a request asks for. @param index NO_REF: nothing is found. @param event of a result that is stored */
export function search(call: Call, index: Ref, request: SearchRequest, event: number): void {
  const results = index === NO_REF ? [] : wanted(find(call, index, request), request);
  if (request.storeKey !== undefined) store(call, index, request, request.storeKey, results, event);
  else reply(call, index, request, results);
}

/** Everything inside the shape, cell by cell; with ANY no more than were asked for. */
function find(call: Call, index: Ref, request: SearchRequest): Result[] {
  const { sortedSets } = call.types;
  const limit = request.any ? request.count : Number.POSITIVE_INFINITY;
  const results: Result[] = [];
  for (const cell of cellsAround(request.shape)) {
    if (results.length >= limit) break;
    const [from, to] = scoresOf(cell);
    sortedSets.findScores(index, from, false, to, false);
    findInRange(call, index, request, sortedSets.from, sortedSets.to, limit, results);
  }
  return results;
}

function findInRange(
  call: Call,
  index: Ref,
  { shape }: SearchRequest,
  from: number,
  to: number,
  limit: number,
  results: Result[],
): void {
  if (from >= to) return;
  const { records } = call.store;
  const walk = call.types.sortedSetWalk;
  walk.up(records.encoding(index), records.rootRef(index), from);
  for (let rank = from; rank < to && results.length < limit; rank++) {
    walk.next();
    const { longitude, latitude } = decode(walk.score);
    const distance = distanceInside(shape, longitude, latitude);
    if (distance >= 0) results.push({ rank, score: walk.score, distance });
  }
}

/** The results in the order asked for, and as many. */
function wanted(results: Result[], { order, count }: SearchRequest): Result[] {
  if (order !== UNSORTED) results.sort((a, b) => order * (a.distance - b.distance));
  return count === 0 || results.length <= count ? results : results.slice(0, count);
}

function reply(call: Call, index: Ref, request: SearchRequest, results: readonly Result[]): void {
  const { withDistance, withHash, withPosition, unit } = request;
  const out = call.reply;
  const fields = 1 + Number(withDistance) + Number(withHash) + Number(withPosition);
  out.array(results.length);
  for (const { rank, score, distance } of results) {
    meet(call, index, rank);
    const walk = call.types.sortedSetWalk;
    if (fields > 1) out.array(fields);
    out.bulk(walk.bytes, walk.start, walk.end);
    if (withDistance) out.bulkLatin1(formatFixed(distance / unit, 4));
    if (withHash) out.integer(score);
    if (withPosition) replyPosition(call, score);
  }
}

/** The position that a number stands for, as two doubles. */
export function replyPosition(call: Call, score: number): void {
  const { longitude, latitude } = decode(score);
  call.reply.array(2);
  call.reply.double(longitude);
  call.reply.double(latitude);
}

function store(
  call: Call,
  index: Ref,
  { storesDistances, unit }: SearchRequest,
  key: ArgIndex,
  results: readonly Result[],
  event: number,
): void {
  const edit = call.types.sortedSetEdit;
  edit.beginNew(key, 0, 0);
  for (const { rank, score, distance } of results) {
    meet(call, index, rank);
    const { bytes, start, end } = call.types.sortedSetWalk;
    edit.insert(storesDistances ? distance / unit : score, bytes, start, end - start);
  }
  storeResult(call, key, results.length, event);
}

function meet(call: Call, index: Ref, rank: number): void {
  const { records } = call.store;
  call.types.sortedSetWalk.up(records.encoding(index), records.rootRef(index), rank);
  call.types.sortedSetWalk.next();
}
