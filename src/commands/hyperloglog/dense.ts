// HOT: no closures, no allocation, integers only.
/** Registers of 6 bits in a dense HyperLogLog. layout.ts has the picture. */
import { HEADER_BYTES, REGISTERS } from './layout.ts';

/** Register `index` of the HyperLogLog at bytes[0]. */
export function denseRegister(bytes: Uint8Array, index: number): number {
  const bit = index * 6;
  const at = HEADER_BYTES + (bit >>> 3);
  const shift = bit & 7;
  return ((bytes[at]! >>> shift) | ((shift > 2 ? bytes[at + 1]! : 0) << (8 - shift))) & 63;
}

/** Writes one of the registers of 6 bits, which lie across the borders of bytes. */
export function setDenseRegister(bytes: Uint8Array, index: number, rank: number): void {
  const bit = index * 6;
  const at = HEADER_BYTES + (bit >>> 3);
  const shift = bit & 7;
  bytes[at] = (bytes[at]! & ~(63 << shift)) | (rank << shift);
  if (shift > 2) bytes[at + 1] = (bytes[at + 1]! & ~(63 >>> (8 - shift))) | (rank >>> (8 - shift));
}

/** Raises a register to `rank`. @returns whether it was lower */
export function raiseDense(bytes: Uint8Array, index: number, rank: number): boolean {
  if (denseRegister(bytes, index) >= rank) return false;
  setDenseRegister(bytes, index, rank);
  return true;
}

/** Raises registers to those of a dense HyperLogLog. */
export function mergeDense(bytes: Uint8Array, registers: Uint8Array): void {
  for (let i = 0; i < REGISTERS; i++) {
    const rank = denseRegister(bytes, i);
    if (rank > registers[i]!) registers[i] = rank;
  }
}
