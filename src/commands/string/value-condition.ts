/** IFEQ, IFNE, IFDEQ and IFDNE of SET and DELEX: what the value must be, or must not be. */
import type { ArgIndex } from '../../../protocol/command/arguments.ts';
import { bytes, token } from '../../../protocol/command/grammar.ts';
import type { Call } from '../../dispatch/context.ts';
import { NO_REF, type Ref } from '../../memory/types.ts';
import { digestText, parseDigest } from './digests.ts';

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

/** Whether the string `ref` meets the condition. No key is unequal to everything. */
export function checkValue(call: Call, ref: Ref, { is, value }: ValueCondition): number {
  const isDigest = is === 'ifdeq' || is === 'ifdne';
  const wantsEqual = is === 'ifeq' || is === 'ifdeq';
  if (ref === NO_REF) return wantsEqual ? NOT_MET : MET;
  if (!isDigest) return call.strings.equals(ref, value) === wantsEqual ? MET : NOT_MET;
  const digest = parseDigest(call, value);
  if (digest === undefined) return BAD_DIGEST;
  return (digestText(call, ref) === digest) === wantsEqual ? MET : NOT_MET;
}

/** The condition of this name, in any case. */
export function conditionNamed(word: string): ValueCondition['is'] | undefined {
  const name = word.toLowerCase();
  return name === 'ifeq' || name === 'ifne' || name === 'ifdeq' || name === 'ifdne' ? name : undefined;
}
