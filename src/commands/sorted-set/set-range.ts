// HOT: no allocation.
/**
 * The ranges of ZRANGE and its kin: by rank, by score, or by member. Each is read from two arguments, and then becomes a
 * range of ranks in the set that it is applied to.
 */
import { parseInteger } from '../../../protocol/command/numbers.ts';
import { type ErrorCode, NO_ERROR } from '../../../protocol/command/parse-error.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';
import type { Call } from '../../dispatch/context.ts';
import type { Ref } from '../../memory/types.ts';
import { ZSET_SKIPLIST } from '../../store/collections/sorted-sets.ts';
import { parseScoreBound } from './score-bound.ts';

export const BY_RANK = 0;
export const BY_SCORE = 1;
export const BY_MEMBER = 2;

const OPEN = 40;
const CLOSED = 91;
const LOWEST = 45;
const HIGHEST = 43;

/** What an end of a range of members is: a member, or an end of the order itself. */
const AT_MEMBER = 0;
const AT_LOWEST = 1;
const AT_HIGHEST = 2;

export class SetRange {
  #by = BY_RANK;
  #min = 0;
  #max = 0;
  #minOpen = false;
  #maxOpen = false;
  /** For ranges of members: where an end lies in the request, or which end of the order it is. */
  #minKind = AT_MEMBER;
  #maxKind = AT_MEMBER;
  #minArg = 0;
  #maxArg = 0;
  /** Members that LIMIT leaves out and lets through. */
  #offset = 0;
  #count = -1;
  #reverse = false;
  /** Ranks from the lowest score, [from, to): the answer. */
  from = 0;
  to = 0;

  /** Reads both ends. @param reverse the higher end comes first @returns NO_ERROR or what is wrong */
  read(call: Call, by: number, first: number, second: number, reverse: boolean): ErrorCode {
    this.#by = by;
    this.#offset = 0;
    this.#count = -1;
    this.#reverse = reverse;
    if (by === BY_RANK) return this.#readRanks(call, first, second);
    const min = reverse ? second : first;
    const max = reverse ? first : second;
    return by === BY_SCORE ? this.#readScores(call, min, max) : this.#readMembers(call, min, max);
  }

  /** Leaves out `offset` members, from where the range begins, and lets `count` through (all, if it is negative). */
  limit(offset: number, count: number): void {
    this.#offset = offset;
    this.#count = count;
  }

  /** Finds the range in a set: `from` and `to`. */
  find(call: Call, record: Ref): void {
    const sets = call.types.sortedSets;
    const size = sets.size(record);
    if (this.#by === BY_RANK) this.#findRanks(size);
    else if (this.#by === BY_SCORE) {
      sets.findScores(record, this.#min, this.#minOpen, this.#max, !this.#maxOpen);
      this.from = sets.from;
      this.to = sets.to;
    } else {
      this.from = this.#memberRank(call, record, size, this.#minKind, this.#minArg, this.#minOpen);
      this.to = this.#memberRank(call, record, size, this.#maxKind, this.#maxArg, !this.#maxOpen);
    }
    if (this.#offset < 0) this.#placeFromEnd(call.store.records.encoding(record));
    if (this.#by !== BY_RANK) this.#applyLimit();
    if (this.to < this.from) this.to = this.from;
  }

  /**
   * A negative offset counts from the end of the range, -1 being its last member; the answer then goes on from there.
   * In a packed set it leads nowhere. Redis does so, and undocumented.
   */
  #placeFromEnd(encoding: number): void {
    const length = this.to - this.from;
    this.#offset = encoding === ZSET_SKIPLIST && length + this.#offset >= 0 ? length + this.#offset : length;
  }

  #applyLimit(): void {
    if (this.#reverse) {
      this.to -= this.#offset;
      if (this.#count >= 0 && this.to - this.from > this.#count) this.from = this.to - this.#count;
    } else {
      this.from += this.#offset;
      if (this.#count >= 0 && this.to - this.from > this.#count) this.to = this.from + this.#count;
    }
  }

  #findRanks(size: number): void {
    let start = this.#min < 0 ? Math.max(this.#min + size, 0) : this.#min;
    let end = Math.min(this.#max < 0 ? this.#max + size : this.#max, size - 1);
    if (start > end) {
      start = 0;
      end = -1;
    }
    this.from = this.#reverse ? size - 1 - end : start;
    this.to = this.#reverse ? size - start : end + 1;
  }

  #memberRank(call: Call, record: Ref, size: number, kind: number, arg: number, inclusive: boolean): number {
    if (kind === AT_LOWEST) return 0;
    if (kind === AT_HIGHEST) return size;
    const { buf, argStart, argLen } = call.args;
    return call.types.sortedSets.countBelowMember(record, buf, argStart[arg]! + 1, argLen[arg]! - 1, inclusive);
  }

  #readRanks(call: Call, first: number, second: number): ErrorCode {
    const { buf, argStart, argLen } = call.args;
    this.#min = parseInteger(buf, argStart[first]!, argLen[first]!);
    this.#max = parseInteger(buf, argStart[second]!, argLen[second]!);
    return Number.isNaN(this.#min) || Number.isNaN(this.#max) ? ERROR.notAnInteger : NO_ERROR;
  }

  #readScores(call: Call, min: number, max: number): ErrorCode {
    const { buf, argStart, argLen } = call.args;
    this.#minOpen = isOpen(call, min);
    this.#maxOpen = isOpen(call, max);
    const minSkip = this.#minOpen ? 1 : 0;
    const maxSkip = this.#maxOpen ? 1 : 0;
    this.#min = parseScoreBound(buf, argStart[min]! + minSkip, argLen[min]! - minSkip);
    this.#max = parseScoreBound(buf, argStart[max]! + maxSkip, argLen[max]! - maxSkip);
    return Number.isNaN(this.#min) || Number.isNaN(this.#max) ? ERROR.minMaxNotFloat : NO_ERROR;
  }

  #readMembers(call: Call, min: number, max: number): ErrorCode {
    this.#minKind = memberKind(call, min);
    this.#maxKind = memberKind(call, max);
    if (this.#minKind < 0 || this.#maxKind < 0) return ERROR.minMaxNotItem;
    this.#minArg = min;
    this.#maxArg = max;
    this.#minOpen = isOpen(call, min);
    this.#maxOpen = isOpen(call, max);
    return NO_ERROR;
  }
}

function isOpen(call: Call, arg: number): boolean {
  return call.args.argLen[arg]! > 0 && call.args.buf[call.args.argStart[arg]!] === OPEN;
}

/** What an end of a range of members is; below 0 when it is none. */
function memberKind(call: Call, arg: number): number {
  const { buf, argStart, argLen } = call.args;
  if (argLen[arg]! === 0) return -1;
  const first = buf[argStart[arg]!];
  if (first === OPEN || first === CLOSED) return AT_MEMBER;
  if (argLen[arg]! !== 1) return -1;
  return first === LOWEST ? AT_LOWEST : first === HIGHEST ? AT_HIGHEST : -1;
}
