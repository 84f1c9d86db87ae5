// HOT: part of the parser.
/** The request that is being read on this thread. One object, because a parser never calls back into a command. */
import type { RequestArgs } from './arguments.ts';
import { NumberQueue, type Target } from './number-queue.ts';
import { type ErrorCode, NO_ERROR } from './parse-error.ts';
import type { Step } from './steps.ts';

export const cursor = {
  request: undefined as unknown as RequestArgs,
  /** Next argument. */
  at: 0,
  error: NO_ERROR,
  /** Argument that the error is about. */
  errorArg: 0,
};

export const numbers = new NumberQueue();

/** Keeps the first error. Always false, which parsers pass on. */
export function fail(code: ErrorCode, arg: number): boolean {
  if (cursor.error === NO_ERROR) {
    cursor.error = code;
    cursor.errorArg = arg;
  }
  return false;
}

/** Converts a number, or those of a range, now. False on error. */
export function convert(step: Step, target: Target, key: string | number, arg: number): boolean {
  return numbers.convert(step, target, key, arg) || fail(numbers.error, numbers.errorArg);
}
