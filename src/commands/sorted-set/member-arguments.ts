// HOT: no allocation.
/** Members as they stand in a request. */
import type { ArgRange } from '../../../protocol/command/arguments.ts';
import type { Call } from '../../dispatch/context.ts';
import type { Ref } from '../../memory/types.ts';

/** The score of the member in an argument, NaN when it is not in the set. */
export function scoreOf(call: Call, record: Ref, member: number): number {
  const { buf, argStart, argLen } = call.args;
  return call.types.sortedSets.score(record, buf, argStart[member]!, argLen[member]!);
}

/** The rank of the member in an argument from the lowest score, -1 when it is not in the set. */
export function rankOf(call: Call, record: Ref, member: number): number {
  const { buf, argStart, argLen } = call.args;
  return call.types.sortedSets.rank(record, buf, argStart[member]!, argLen[member]!);
}

/** The sum of the bytes of all arguments from one on: part of what adding them may allocate. */
export function argumentBytes(call: Call, from: number): number {
  const { argc, argLen } = call.args;
  let bytes = 0;
  for (let i = from; i < argc; i++) bytes += argLen[i]!;
  return bytes;
}

/** Bytes of the longest member among pairs of score and member. */
export function longestMember(call: Call, pairs: ArgRange): number {
  const { argLen } = call.args;
  let longest = 0;
  for (let i = 0; i < pairs.count; i++) {
    const length = argLen[pairs.at(i) + pairs.stride - 1]!;
    if (length > longest) longest = length;
  }
  return longest;
}
