/** Numbers in settings, as strict and as lax as Redis is about them. */

import { accepted, type Parsed, rejected } from './parsed.ts';

const int64Min = -9223372036854775808n;
const int64Max = 9223372036854775807n;
const uint64Max = 18446744073709551615n;

/** Redis' meaning: `k` is 1000 and `kb` is 1024. */
const unitBytes: Readonly<Record<string, bigint>> = {
  '': 1n,
  b: 1n,
  k: 1000n,
  kb: 1024n,
  m: 1000n ** 2n,
  mb: 1024n ** 2n,
  g: 1000n ** 3n,
  gb: 1024n ** 3n,
};

/** A signed 64-bit integer without leading zeros, plus sign or spaces, or null. */
export function readInt64(text: string): bigint | null {
  if (!/^(0|-?[1-9][0-9]{0,18})$/.test(text)) return null;
  const value = BigInt(text);
  return value >= int64Min && value <= int64Max ? value : null;
}

/**
 * A byte count with an optional unit, or null. Nothing at all is 0, and values past 64 bits saturate, then wrap when
 * multiplied, as in Redis.
 */
export function readMemory(text: string): bigint | null {
  const match = /^([0-9]{0,127})([a-z]*)$/i.exec(text);
  if (match === null) return null;
  const unit = unitBytes[(match[2] ?? '').toLowerCase()];
  if (unit === undefined) return null;
  const count = BigInt(match[1] || '0');
  return BigInt.asUintN(64, (count > uint64Max ? uint64Max : count) * unit);
}

function within(value: bigint, min: bigint, max: bigint, radix: number): Parsed {
  if (value >= min && value <= max) return accepted(value.toString(radix));
  return rejected(`argument must be between ${min.toString(radix)} and ${max.toString(radix)} inclusive`);
}

/** `clamp` narrows what was accepted without an error, as Redis does with `hz`. */
export function parseInteger(text: string, min: bigint, max: bigint, clamp?: readonly [bigint, bigint]): Parsed {
  const value = readInt64(text);
  if (value === null) return rejected("argument couldn't be parsed into an integer");
  const parsed = within(value, min, max, 10);
  if (!parsed.ok || clamp === undefined) return parsed;
  return accepted(String(value < clamp[0] ? clamp[0] : value > clamp[1] ? clamp[1] : value));
}

/** Permissions: written and printed in octal. */
export function parseOctal(text: string, max: bigint): Parsed {
  if (!/^[0-7]{1,20}$/.test(text)) return rejected("argument couldn't be parsed as an octal number");
  return within(BigInt(`0o${text}`), 0n, max, 8);
}

/** Values below `least` become it without an error. */
export function parseMemory(text: string, min: bigint, max: bigint, least = 0n): Parsed {
  const value = readMemory(text);
  if (value === null) return rejected('argument must be a memory value');
  const parsed = within(value, min, max, 10);
  return parsed.ok && value < least ? accepted(String(least)) : parsed;
}

/** Bytes, or a whole percentage of `maxmemory`; 0 % is printed as 0. */
export function parseMemoryOrPercent(text: string): Parsed {
  if (text.endsWith('%')) {
    const percent = readInt64(text.slice(0, -1));
    if (percent === null || percent < 0n) return rejected('argument must be a memory or percent value');
    if (percent > 100n) return rejected('percentage argument must be less or equal to 100');
    return accepted(percent === 0n ? '0' : `${percent}%`);
  }
  const value = readMemory(text);
  if (value === null || value > int64Max) return rejected('argument must be a memory or percent value');
  return accepted(String(value));
}

/** `maxmemory`: bytes, a percentage of the machine's or container's memory, or `auto`. */
export function parseMemoryLimit(text: string): Parsed {
  if (text.toLowerCase() === 'auto') return accepted('auto');
  const percent = /^([0-9]{1,3}(?:\.[0-9]{1,3})?)%$/.exec(text)?.[1];
  if (percent === undefined) return parseMemory(text, 0n, uint64Max);
  const value = Number(percent);
  if (value > 100) return rejected('percentage argument must be less or equal to 100');
  return value > 0 ? accepted(`${value}%`) : rejected('argument must be a memory value');
}

/** How a config file writes a byte count: the largest unit that divides it. */
export function printMemory(text: string): string {
  if (!/^[1-9][0-9]*$/.test(text)) return text;
  const value = BigInt(text);
  for (const unit of ['gb', 'mb', 'kb']) {
    const bytes = unitBytes[unit] ?? 1n;
    if (value % bytes === 0n) return `${value / bytes}${unit}`;
  }
  return text;
}
