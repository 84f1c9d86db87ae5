/** IFEQ, IFNE, IFDEQ and IFDNE of SET and DELEX: what the value must be, or must not be. */
import type { ArgIndex } from '../../../protocol/command/arguments.ts';
import { bytes, token } from '../../../protocol/command/grammar.ts';
import type { Call } from '../../dispatch/context.ts';
import { type LargeRef, NO_REF, type Ref } from '../../memory/types.ts';
import { digestOfLarge, digestText, parseDigest } from './digests.ts';

export const valueConditions = {
  ifeq: token('IFEQ', bytes({ name: 'ifeq-value' })),
  ifne: token('IFNE', bytes({ name: 'ifne-value' })),
  ifdeq: token('IFDEQ', bytes({ name: 'ifdeq-digest' })),
  ifdne: token('IFDNE', bytes({ name: 'ifdne-digest' })),
};

export interface ValueCondition {
  readonly is: 'ifeq' | 'ifne' | 'ifdeq' | 'ifdne';
  readonly value: ArgIndex;
}

/** Outcomes of `checkValue`. */
export const NOT_MET = 0;
export const MET = 1;
export const BAD_DIGEST = 2;
/** Not known yet: the command, which has changed nothing, returns RUN_AGAIN. */
export const UNKNOWN = 3;

/** Whether the string `ref` meets the condition. No key is unequal to everything. */
export function checkValue(call: Call, ref: Ref, { is, value }: ValueCondition): number {
  const isDigest = is === 'ifdeq' || is === 'ifdne';
  const wantsEqual = is === 'ifeq' || is === 'ifdeq';
  if (ref === NO_REF) return wantsEqual ? NOT_MET : MET;
  const digest = isDigest ? parseDigest(call, value) : '';
  if (digest === undefined) return BAD_DIGEST;
  const isEqual = call.store.records.isLarge(ref)
    ? isLargeEqual(call, call.store.records.largeRef(ref), isDigest, digest, value)
    : isDigest
      ? digestText(call, ref) === digest
      : call.strings.equals(ref, value);
  if (isEqual === undefined) return UNKNOWN;
  return isEqual === wantsEqual ? MET : NOT_MET;
}

/** The same of a large value: when the locks are given back, as it takes a millisecond a mebibyte. */
function isLargeEqual(
  call: Call,
  object: LargeRef,
  isDigest: boolean,
  digest: string,
  value: ArgIndex,
): boolean | undefined {
  const { store, strings, unlocked } = call;
  if (isDigest) return unlocked.ask(call, object, () => digestOfLarge(call, object) === digest);
  if (store.large.length(object) !== call.args.argLen[value]) return false;
  return unlocked.ask(call, object, () => strings.equalsLarge(object, value));
}

/** The condition of this name, in any case. */
export function conditionNamed(word: string): ValueCondition['is'] | undefined {
  const name = word.toLowerCase();
  return name === 'ifeq' || name === 'ifne' || name === 'ifdeq' || name === 'ifdne' ? name : undefined;
}
