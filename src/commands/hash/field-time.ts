/** Times at which fields expire. */
import { parseInt64 } from '../../../protocol/command/numbers.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';
import type { Call } from '../../dispatch/context.ts';

/** Latest time, in ms since 1970. */
const MAX_TIME_MS = 2 ** 46 - 1;
/** What `fieldTime` answers when the argument is no such time: the error is replied. */
export const NO_TIME = -1;

/** Unit of a time, and whether it counts from now on. */
export interface TimeForm {
  readonly isSeconds: boolean;
  readonly isRelative: boolean;
}

/** The options EX, PX, EXAT and PXAT. */
export const TIME_OPTIONS: ReadonlyMap<string, TimeForm> = new Map([
  ['EX', { isSeconds: true, isRelative: true }],
  ['PX', { isSeconds: false, isRelative: true }],
  ['EXAT', { isSeconds: true, isRelative: false }],
  ['PXAT', { isSeconds: false, isRelative: false }],
]);

/** The time in ms since 1970 that an argument says, or NO_TIME. @param command name for the error */
export function fieldTime(call: Call, at: number, { isSeconds, isRelative }: TimeForm, command: string): number {
  const { buf, argStart, argLen } = call.args;
  const time = parseInt64(buf, argStart[at]!, argLen[at]!);
  if (Number.isNaN(time)) {
    call.fail(ERROR.notAnInteger);
    return NO_TIME;
  }
  if (time < 0) {
    call.fail(ERROR.fieldExpireNegative);
    return NO_TIME;
  }
  const ms = Number(time) * (isSeconds ? 1000 : 1) + (isRelative ? call.now() : 0);
  if (ms <= MAX_TIME_MS) return ms;
  call.fail(ERROR.invalidExpire, command);
  return NO_TIME;
}
