/**
 * Unions, intersections and differences of sorted and plain sets. A result is built as a sorted set that belongs to no
 * key (`call.types.sortedSetEdit`); it is then stored, or replied and dropped.
 */
import type { ArgIndex, ArgRange } from '../../../protocol/command/arguments.ts';
import { NO_ERROR } from '../../../protocol/command/parse-error.ts';
import type { Call } from '../../dispatch/context.ts';
import { NO_REF } from '../../memory/types.ts';
import { SetWalk } from '../../store/collections/set-walk.ts';
import { NOT_A_SCORE, UNCHANGED } from '../../store/collections/sorted-set-edit.ts';
import { ZSET_LISTPACK } from '../../store/collections/sorted-sets.ts';
import { replyRange } from './member-replies.ts';
import {
  type AlgebraOptions,
  readAlgebra,
  readSources,
  type Source,
  scoreIn,
  TAKES_LIMIT,
  TAKES_SCORES,
  TAKES_WEIGHTS,
} from './set-sources.ts';
import { storeResult } from './stored-result.ts';

export const UNION = 0;
export const INTERSECTION = 1;
export const DIFFERENCE = 2;

/** A member that was met: its bytes and score. */
interface Met {
  readonly bytes: Buffer;
  readonly start: number;
  readonly end: number;
  readonly score: number;
}

/** Whether a score of the result is -0. */
let metMinusZero = false;

const options: AlgebraOptions = { withScores: false, aggregate: 0, limit: 0 };

/** ZUNION, ZINTER, ZDIFF: replies with the result. */
export function answerAlgebra(call: Call, operation: number, keys: ArgRange): void {
  const sources = prepare(call, keys, TAKES_SCORES | (operation === DIFFERENCE ? 0 : TAKES_WEIGHTS));
  if (sources === undefined) return;
  const edit = call.types.sortedSetEdit;
  build(call, operation, keys.first, sources, false);
  if (edit.root === NO_REF) call.reply.array(0);
  else replyRange(call, edit.encoding, edit.root, 0, edit.size, false, options.withScores);
  edit.drop();
}

/** ZUNIONSTORE, ZINTERSTORE, ZDIFFSTORE: stores the result under a key and replies how many members it has. */
export function storeAlgebra(
  call: Call,
  operation: number,
  destination: ArgIndex,
  keys: ArgRange,
  event: number,
): void {
  const sources = prepare(call, keys, operation === DIFFERENCE ? 0 : TAKES_WEIGHTS);
  if (sources === undefined) return;
  build(call, operation, destination, sources, true);
  storeResult(call, destination, call.types.sortedSetEdit.size, event);
}

/** ZINTERCARD: counts the members that all sets have. */
export function answerIntersectionSize(call: Call, keys: ArgRange): void {
  const sources = prepare(call, keys, TAKES_LIMIT);
  if (sources === undefined) return;
  const [first, ...others] = bySize(sources);
  let count = 0;
  eachMember(call, first!, (met) => {
    const isCommon = others.every((other) => !Number.isNaN(scoreOf(call, other, met)));
    if (isCommon) count++;
    return options.limit === 0 || count < options.limit;
  });
  call.reply.integer(count);
}

/** Reads the sets, then the options behind them. @returns undefined after an error was replied */
function prepare(call: Call, keys: ArgRange, takes: number): Source[] | undefined {
  const sources = readSources(call, keys);
  if (sources === undefined) return undefined;
  const error = readAlgebra(call, keys.end, takes, sources, options);
  if (error === NO_ERROR) return sources;
  call.fail(error);
  return undefined;
}

/**
 * Makes the result. redis-server makes it as a tree, where -0 keeps its sign, and packs what is stored and small, where
 * it does not. So where -0 was met and the sign is to be kept, the result is made again, as a tree from the beginning.
 */
function build(call: Call, operation: number, key: ArgIndex, sources: Source[], isStored: boolean): void {
  const edit = call.types.sortedSetEdit;
  metMinusZero = false;
  edit.beginNew(key, 0, 0);
  combine(call, operation, sources);
  if (!metMinusZero || (isStored && edit.encoding === ZSET_LISTPACK)) return;
  edit.drop();
  edit.beginNew(key, Number.POSITIVE_INFINITY, 0);
  combine(call, operation, sources);
}

function combine(call: Call, operation: number, sources: Source[]): void {
  if (operation === UNION) unite(call, bySize(sources));
  else if (operation === INTERSECTION) intersect(call, bySize(sources));
  else subtract(call, sources);
}

/** The smallest first: that is also the order in which scores are added up. */
function bySize(sources: Source[]): Source[] {
  return sources.sort((a, b) => a.size - b.size);
}

function unite(call: Call, sources: Source[]): void {
  const edit = call.types.sortedSetEdit;
  for (const source of sources) {
    eachMember(call, source, ({ bytes, start, end, score }) => {
      const weighted = orZero(source.weight * score);
      const outcome = edit.add(weighted, options.aggregate, bytes, start, end - start);
      if (outcome === NOT_A_SCORE) edit.add(0, 0, bytes, start, end - start);
      // -0 and 0 are 0, but the same score to a sorted set, which thus leaves it as it was.
      if (outcome === UNCHANGED && Object.is(edit.score, -0) && Object.is(weighted, 0)) {
        edit.remove(bytes, start, end - start);
        edit.insert(0, bytes, start, end - start);
      }
      noteScore(edit.score);
      return true;
    });
  }
}

function intersect(call: Call, [first, ...others]: Source[]): void {
  const edit = call.types.sortedSetEdit;
  eachMember(call, first!, (met) => {
    let score = orZero(first!.weight * met.score);
    for (const other of others) {
      const found = scoreOf(call, other, met);
      if (Number.isNaN(found)) return true;
      score = edit.aggregate(score, other.weight * found, options.aggregate);
    }
    edit.insert(score, met.bytes, met.start, met.end - met.start);
    noteScore(score);
    return true;
  });
}

function subtract(call: Call, [first, ...others]: Source[]): void {
  const edit = call.types.sortedSetEdit;
  eachMember(call, first!, (met) => {
    const isElsewhere = others.some((other) => !Number.isNaN(scoreOf(call, other, met)));
    if (isElsewhere) return true;
    edit.insert(met.score, met.bytes, met.start, met.end - met.start);
    noteScore(met.score);
    return true;
  });
}

function scoreOf(call: Call, source: Source, { bytes, start, end }: Met): number {
  return scoreIn(call, source, bytes, start, end - start);
}

function noteScore(score: number): void {
  if (Object.is(score, -0)) metMinusZero = true;
}

function orZero(score: number): number {
  return Number.isNaN(score) ? 0 : score;
}

/** Calls for each member of a set until the answer is false. The members are only valid during the call. */
function eachMember(call: Call, source: Source, visit: (member: Met) => boolean): void {
  if (source.record === NO_REF) return;
  if (source.isPlain) {
    eachPlainMember(call, source, visit);
    return;
  }
  const { records } = call.store;
  const walk = call.types.sortedSetWalk;
  walk.up(records.encoding(source.record), records.rootRef(source.record), 0);
  for (let left = source.size; left > 0; left--) {
    walk.next();
    if (!visit(walk)) return;
  }
}

function eachPlainMember(call: Call, source: Source, visit: (member: Met) => boolean): void {
  const walk = new SetWalk(call.types.sets);
  walk.start(source.record);
  while (walk.next()) {
    const met = { bytes: walk.bytes, start: walk.at, end: walk.at + walk.length, score: 1 };
    if (!visit(met)) return;
  }
}
