/**
 * How many elements registers stand for.
 * Source: O. Ertl, "New cardinality estimation algorithms for HyperLogLog sketches" (2017), section 4: no bias correction by tables.
 */
import { RANK_BITS, REGISTERS } from './layout.ts';

const ALPHA = 0.7213475204444817;
const histogram = new Float64Array(64);

/** The estimate, a whole number. @param registers 16384 ranks, 0 … 51 (63 in a broken one) */
export function estimate(registers: Uint8Array): number {
  for (let rank = 0; rank < histogram.length; rank++) histogram[rank] = 0;
  for (let i = 0; i < REGISTERS; i++) histogram[registers[i]!]! += 1;
  let z = REGISTERS * tau((REGISTERS - histogram[RANK_BITS + 1]!) / REGISTERS);
  for (let rank = RANK_BITS; rank >= 1; rank--) z = (z + histogram[rank]!) * 0.5;
  z += REGISTERS * sigma(histogram[0]! / REGISTERS);
  return Math.round((ALPHA * REGISTERS * REGISTERS) / z);
}

function sigma(share: number): number {
  if (share === 1) return Number.POSITIVE_INFINITY;
  let x = share;
  let y = 1;
  let z = share;
  for (;;) {
    x *= x;
    const before = z;
    z += x * y;
    y += y;
    if (z === before) return z;
  }
}

function tau(share: number): number {
  if (share === 0 || share === 1) return 0;
  let x = share;
  let y = 1;
  let z = 1 - x;
  for (;;) {
    x = Math.sqrt(x);
    const before = z;
    y *= 0.5;
    z -= (1 - x) ** 2 * y;
    if (z === before) return z / 3;
  }
}
