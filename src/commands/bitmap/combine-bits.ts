// HOT: no closures, no allocation on the JS heap, integers only.
/** Combines memory bit by bit, in place. */

export const AND = 0;
export const OR = 1;
export const XOR = 2;
export const NOT = 3;
export type Operation = typeof AND | typeof OR | typeof XOR | typeof NOT;

/** target[i] = target[i] op source[i] for `count` words; NOT takes no source. */
export function combineWords(operation: Operation, target: Int32Array, source: Int32Array, count: number): void {
  if (operation === AND) for (let i = 0; i < count; i++) target[i]! &= source[i]!;
  else if (operation === OR) for (let i = 0; i < count; i++) target[i]! |= source[i]!;
  else if (operation === XOR) for (let i = 0; i < count; i++) target[i]! ^= source[i]!;
  else for (let i = 0; i < count; i++) target[i] = ~target[i]!;
}
