// HOT: no closures, no allocation, integers only.
/**
 * One inner node of the counted B+tree (tree.ts) as it lies in its block.
 *
 *   word 0 ┌──────────────────────────────────────────────┐
 *          │ block header (memory/heap/heap.ts)                │
 *        1 ├──────────────────────────────────────────────┤
 *          │ children 8 │ capacity 8 │ level 8            │  level 0: the children are leaves
 *        2 ├──────────────────────────────────────────────┤
 *          │ references of the children   × capacity      │
 *          ├──────────────────────────────────────────────┤
 *          │ elements below each child    × capacity      │
 *          ├──────────────────────────────────────────────┤
 *          │ first key below each child   × capacity      │  K words each; K = 0 for trees that are found by position
 *          └──────────────────────────────────────────────┘
 *
 * Capacities grow by steps, so that a small tree has small nodes.
 */

/** Most children of a node. */
export const MAX_CHILDREN = 64;
/** A node that is at neither edge of its tree and has fewer is joined with a neighbour or gets some of its children. */
export const MIN_CHILDREN = 16;
/** Levels of inner nodes that a tree can have: 16^8 leaves and more. */
export const MAX_HEIGHT = 12;

/** Word of the node's shape. */
export const N_SHAPE = 1;
/** Word of the first child. */
export const N_CHILDREN = 2;

const CAPACITY_SHIFT = 8;
const LEVEL_SHIFT = 16;
const BYTE = 0xff;

// Words of a tree's root, from the word that `open` names.
/** The topmost node, the only leaf, or NO_REF. */
export const TREE_TOP = 0;
/** Levels of inner nodes. */
export const TREE_HEIGHT = 1;
/** Elements. */
export const TREE_COUNT = 2;
export const TREE_WORDS = 3;

/** The capacity of a node that is to hold so many children. */
export function capacityFor(children: number): number {
  if (children <= 8) return children <= 4 ? 4 : 8;
  if (children <= 32) return (children + 7) & ~7;
  return (children + 15) & ~15;
}

/** Bytes of a node's block. */
export function nodeBytes(capacity: number, keyWords: number): number {
  return (N_CHILDREN + capacity * (2 + keyWords)) << 2;
}

export function shapeOf(children: number, capacity: number, level: number): number {
  return children | (capacity << CAPACITY_SHIFT) | (level << LEVEL_SHIFT);
}

/** @param at first word of the node's block */
export function childrenOf(words: Int32Array, at: number): number {
  return words[at + N_SHAPE]! & BYTE;
}

export function capacityOf(words: Int32Array, at: number): number {
  return (words[at + N_SHAPE]! >>> CAPACITY_SHIFT) & BYTE;
}

export function setChildren(words: Int32Array, at: number, children: number): void {
  words[at + N_SHAPE] = (words[at + N_SHAPE]! & ~BYTE) | children;
}

/** Copies children with their counts and keys between two nodes, or upwards or downwards inside one. */
export function copyChildren(
  from: Int32Array,
  fromAt: number,
  fromSlot: number,
  to: Int32Array,
  toAt: number,
  toSlot: number,
  children: number,
  keyWords: number,
): void {
  const fromCapacity = capacityOf(from, fromAt);
  const toCapacity = capacityOf(to, toAt);
  const source = fromAt + N_CHILDREN;
  const target = toAt + N_CHILDREN;
  copyWordsOf(from, source + fromSlot, to, target + toSlot, children);
  copyWordsOf(from, source + fromCapacity + fromSlot, to, target + toCapacity + toSlot, children);
  if (keyWords === 0) return;
  const fromKeys = source + 2 * fromCapacity + fromSlot * keyWords;
  const toKeys = target + 2 * toCapacity + toSlot * keyWords;
  copyWordsOf(from, fromKeys, to, toKeys, children * keyWords);
}

/** Elements below the children from `slot` to before `end`. */
export function countBelow(words: Int32Array, at: number, slot: number, end: number): number {
  const counts = at + N_CHILDREN + capacityOf(words, at);
  let count = 0;
  for (let i = slot; i < end; i++) count += words[counts + i]!;
  return count;
}

/** The ranges may overlap. */
function copyWordsOf(from: Int32Array, fromAt: number, to: Int32Array, toAt: number, length: number): void {
  if (fromAt < toAt) for (let i = length - 1; i >= 0; i--) to[toAt + i] = from[fromAt + i]!;
  else for (let i = 0; i < length; i++) to[toAt + i] = from[fromAt + i]!;
}
