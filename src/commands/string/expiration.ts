/** The options EX, PX, EXAT and PXAT, and what their numbers come to. */
import { type DocOptions, int64, type Leaf, oneof, optional, token } from '../../../protocol/command/grammar.ts';

export type TimeUnit = 'seconds' | 'milliseconds' | 'unixTimeSeconds' | 'unixTimeMilliseconds';

/** What `expiresAt` answers for a time that is not positive or does not fit. No expiry is that small. */
export const INVALID_TIME = -2;

/** From here on sums and products of milliseconds may pass 2^53. */
const EXACT_BELOW = 2 ** 42;
const MAX_INT64 = 2n ** 63n - 1n;

/** A point in time that is exact over all 64 bits. */
export function exactUnixTime(options: DocOptions = {}): Leaf<number | bigint> {
  return { ...int64(options), docType: 'unix-time' };
}

/** `[EX … | PX … | EXAT … | PXAT … | KEEPTTL]` */
export const expiration = () =>
  optional(
    oneof({
      seconds: token('EX', int64({ since: '2.6.12' })),
      milliseconds: token('PX', int64({ since: '2.6.12' })),
      unixTimeSeconds: token('EXAT', exactUnixTime({ since: '6.2.0' })),
      unixTimeMilliseconds: token('PXAT', exactUnixTime({ since: '6.2.0' })),
      keepttl: token('KEEPTTL', { since: '6.0.0' }),
    }),
  );

/**
 * Absolute expiry, in ms since 1970, of a time in the unit of its option; INVALID_TIME for one that is below 1, or
 * that 64 bits of milliseconds do not hold.
 */
export function expiresAt(nowMs: number, unit: TimeUnit, time: number | bigint): number {
  if (time <= 0) return INVALID_TIME;
  const isSeconds = unit === 'seconds' || unit === 'unixTimeSeconds';
  const isRelative = unit === 'seconds' || unit === 'milliseconds';
  if (typeof time === 'bigint' || time >= EXACT_BELOW) return farExpiry(nowMs, isSeconds, isRelative, time);
  return (isSeconds ? time * 1000 : time) + (isRelative ? nowMs : 0);
}

function farExpiry(nowMs: number, isSeconds: boolean, isRelative: boolean, time: number | bigint): number {
  const ms = BigInt(time) * (isSeconds ? 1000n : 1n);
  const base = isRelative ? BigInt(nowMs) : 0n;
  return ms > MAX_INT64 - base ? INVALID_TIME : Number(ms + base);
}
