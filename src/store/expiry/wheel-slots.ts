// HOT: no closures, no allocation on the JS heap, integers only.
/**
 * The slots of a timing wheel (timing-wheel.ts): which one is for a time, and when it comes up. Ticks are given by their
 * low 32 bits: the slots repeat long before those do.
 */
import { NO_REF } from '../../memory/types.ts';

/** Length of a tick. */
export const TICK_MS = 32;
const LEVELS = 8;
const SLOTS = 128;
/** log2 of how much longer a slot of the next wheel is. */
const LEVEL_SHIFT = 3;
/** Slots of all wheels. */
export const WHEEL_SLOTS: number = LEVELS * SLOTS;
/** Ticks that the outermost wheel spans: 99 days. */
export const SPAN: number = SLOTS << (LEVEL_SHIFT * (LEVELS - 1));
/** Wheels whose slots are opened early: one of the next wheel is longer than half of the innermost wheel. */
const EARLY_LEVELS = 2;

/** Slot of a wheel that a tick belongs to. */
export function slotAt(tick: number, level: number): number {
  return level * SLOTS + ((tick >>> (level * LEVEL_SHIFT)) & (SLOTS - 1));
}

/**
 * The first slot with entries of the outer wheels that may be opened early: from the first one that has not been opened
 * to the last one that ends before the innermost wheel does. -1 if there is none.
 * @param swept the first unswept tick
 */
export function earlySlot(words: Int32Array, heads: number, swept: number): number {
  for (let level = EARLY_LEVELS; level > 0; level--) {
    const ticks = 1 << (level * LEVEL_SHIFT);
    for (let ahead = -swept & (ticks - 1); ahead + ticks <= SLOTS; ahead += ticks) {
      const slot = slotAt(swept + ahead, level);
      if (words[heads + slot] !== NO_REF) return slot;
    }
  }
  return -1;
}

/**
 * Slot, 0 … 1023, for a tick that lies so many ticks (below SPAN) behind the first unswept one.
 * @param swept low word of that tick: the slots repeat long before it does
 */
export function indexFor(swept: number, ahead: number): number {
  let level = 0;
  while (level < LEVELS - 1 && ahead >= SLOTS << (level * LEVEL_SHIFT)) level++;
  return level * SLOTS + (((swept + ahead) >>> (level * LEVEL_SHIFT)) & (SLOTS - 1));
}

/** Ticks until a slot comes up next. */
export function ticksUntil(slot: number, swept: number): number {
  const index = (slot - 1) & (WHEEL_SLOTS - 1);
  const shift = ((index / SLOTS) | 0) * LEVEL_SHIFT;
  const into = swept & ((1 << shift) - 1);
  let slots = (index % SLOTS) - ((swept >>> shift) & (SLOTS - 1));
  // An outer slot equal to the current one has been opened already, unless the sweep stands at its very start.
  if (slots < 0 || (slots === 0 && into !== 0)) slots += SLOTS;
  return (slots << shift) - into;
}

/** The outermost level of which a slot opens at a tick. */
export function openLevel(tick: number): number {
  const zeros = tick === 0 ? 32 : 31 - Math.clz32(tick & -tick);
  const level = (zeros / LEVEL_SHIFT) | 0;
  return level < LEVELS ? level : LEVELS - 1;
}
