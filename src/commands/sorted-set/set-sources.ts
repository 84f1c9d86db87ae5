/** The sets that ZUNION, ZINTER, ZDIFF and ZINTERCARD read: sorted ones, and plain ones, whose members score 1. */
import type { ArgIndex, ArgRange } from '../../../protocol/command/arguments.ts';
import { parseDouble, parseInteger } from '../../../protocol/command/numbers.ts';
import { type ErrorCode, NO_ERROR } from '../../../protocol/command/parse-error.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';
import type { Call } from '../../dispatch/context.ts';
import { NO_REF, type Ref } from '../../memory/types.ts';
import { ADD_GT, ADD_INCR, ADD_LT } from '../../store/collections/sorted-set-edit.ts';
import { TYPE_SET, TYPE_ZSET } from '../../store/record.ts';

export interface Source {
  /** NO_REF for a key that is not there. */
  readonly record: Ref;
  readonly isPlain: boolean;
  readonly size: number;
  weight: number;
}

/** What the options say. */
export interface AlgebraOptions {
  withScores: boolean;
  /** How scores of the same member come together: ADD_INCR (the sum), ADD_LT (the lowest) or ADD_GT (the highest). */
  aggregate: number;
  /** Members to be counted; 0: all. */
  limit: number;
}

/** The sets of some keys, or undefined after the error was replied. */
export function readSources(call: Call, keys: ArgRange): Source[] | undefined {
  const { records } = call.store;
  const sources: Source[] = [];
  for (let i = 0; i < keys.count; i++) {
    const record = call.store.read(keys.at(i));
    const type = record === NO_REF ? TYPE_ZSET : records.type(record);
    if (type !== TYPE_ZSET && type !== TYPE_SET) {
      call.fail(ERROR.wrongType);
      return undefined;
    }
    const size = record === NO_REF ? 0 : sizeOf(call, record, type === TYPE_SET);
    sources.push({ record, isPlain: type === TYPE_SET, size, weight: 1 });
  }
  return sources;
}

function sizeOf(call: Call, record: Ref, isPlain: boolean): number {
  return isPlain ? call.types.sets.size(record) : call.types.sortedSets.size(record);
}

/** The score of a member in a source, NaN when it is not there. */
export function scoreIn(call: Call, source: Source, bytes: Buffer, start: number, length: number): number {
  if (source.record === NO_REF) return Number.NaN;
  if (!source.isPlain) return call.types.sortedSets.score(source.record, bytes, start, length);
  return call.types.sets.contains(source.record, bytes, start, length) ? 1 : Number.NaN;
}

/** Which options a command has. */
export const TAKES_WEIGHTS = 1;
export const TAKES_SCORES = 2;
export const TAKES_LIMIT = 4;

/**
 * Reads the options from an argument on: only now, because the types of the keys are looked at first.
 * @param takes which options there are
 */
export function readAlgebra(
  call: Call,
  at: number,
  takes: number,
  sources: readonly Source[],
  options: AlgebraOptions,
): ErrorCode {
  options.withScores = false;
  options.aggregate = ADD_INCR;
  options.limit = 0;
  const { argc } = call.args;
  for (let i = at; i < argc; ) {
    const word = call.text(i).toUpperCase();
    const left = argc - i - 1;
    if (word === 'WEIGHTS' && (takes & TAKES_WEIGHTS) !== 0 && left >= sources.length) {
      if (!readWeights(call, i + 1, sources)) return ERROR.weightNotFloat;
      i += 1 + sources.length;
    } else if (word === 'AGGREGATE' && (takes & TAKES_WEIGHTS) !== 0 && left >= 1) {
      const aggregate = AGGREGATES.get(call.text(i + 1).toUpperCase());
      if (aggregate === undefined) return ERROR.syntax;
      options.aggregate = aggregate;
      i += 2;
    } else if (word === 'WITHSCORES' && (takes & TAKES_SCORES) !== 0) {
      options.withScores = true;
      i++;
    } else if (word === 'LIMIT' && (takes & TAKES_LIMIT) !== 0 && left >= 1) {
      const { buf, argStart, argLen } = call.args;
      options.limit = parseInteger(buf, argStart[i + 1]!, argLen[i + 1]!);
      if (!(options.limit >= 0)) return ERROR.limitNegative;
      i += 2;
    } else return ERROR.syntax;
  }
  return NO_ERROR;
}

const AGGREGATES: ReadonlyMap<string, number> = new Map([
  ['SUM', ADD_INCR],
  ['MIN', ADD_LT],
  ['MAX', ADD_GT],
]);

function readWeights(call: Call, at: number, sources: readonly Source[]): boolean {
  const { buf, argStart, argLen } = call.args;
  for (const [i, source] of sources.entries()) {
    const argument = (at + i) as ArgIndex;
    source.weight = parseDouble(buf, argStart[argument]!, argLen[argument]!);
    if (Number.isNaN(source.weight)) return false;
  }
  return true;
}
