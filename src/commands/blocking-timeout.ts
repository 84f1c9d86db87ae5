/** How long a blocking command waits: the argument, and what Redis says of one that cannot be. */
import { double, integer } from '../../protocol/command/grammar.ts';
import { ERROR } from '../../protocol/resp/errors.ts';
import type { Call } from '../dispatch/context.ts';

/** What 64 bits of milliseconds do not hold. */
const TOO_LATE = 2 ** 63;
/** `blockingMs` has refused the argument. */
export const REFUSED = -1;

/** Seconds, with fractions; 0 is for ever. */
export const timeoutSeconds = () =>
  double({
    min: 0,
    invalid: ERROR.timeoutNotFloat,
    range: ERROR.timeoutNegative,
    beyond: ERROR.timeoutOutOfRange,
  });

/** Milliseconds; 0 is for ever. */
export const timeoutMilliseconds = () =>
  integer({ min: 0, invalid: ERROR.timeoutNotInteger, range: ERROR.timeoutNegative });

/**
 * The timeout in whole milliseconds, or REFUSED if that would end beyond the end of time; the error is replied then.
 * @param unitMs 1000 for `timeoutSeconds`, 1 for `timeoutMilliseconds`
 */
export function blockingMs(call: Call, timeout: number, unitMs: number): number {
  const ms = Math.ceil(timeout * unitMs);
  if (ms + call.now() < TOO_LATE) return ms;
  call.fail(ERROR.timeoutOutOfRange);
  return REFUSED;
}
