// HOT: one call a sampled record; no closures, no allocation.
/**
 * SIEVE over sampled records.
 *
 * Problem: SIEVE keeps objects in the order in which they came, and a hand walks from the oldest to the newest: what was
 * visited since the hand last passed stays where it is, what was not goes. A list of all records would cost two links
 * each.
 * Idea: the access clock of a record says when it came in, reads only count visits, so a point in time is a place in the
 * list, and the hand is such a point. Each record bears the number of the round in which the hand is to pass it next.
 * Of the sampled records the one that the hand would meet first is the victim, and the hand jumps there. Records that
 * it jumped over are overdue: they come before all others once they are sampled, so the hand cannot run away.
 * Cost: as sampled LRU; a visit changes the record only while it has fewer than three.
 * Gives up: the exact order. Some records are overdue for a while, and what is visited in this time stays. Where the
 * exact hand does badly that helps (OLTP with 250 objects hits 20.3 % instead of 11.8, corda with 512 33.1 instead of
 * 0.4, a loop of twice the size 31 instead of 0); nowhere in public traces is it more than 0.7 points behind.
 * Source: Y. Zhang et al., "SIEVE is simpler than LRU" (NSDI '24).
 */
import { G_HAND_CLOCK, G_HAND_ROUND } from '../memory/layout.ts';
import type { Ref } from '../memory/types.ts';
import type { Keyspace } from '../store/keyspace.ts';
import { ROUND_MASK, ROUND_SHIFT, VISITS_MASK } from '../store/usage/access-notes.ts';

/** Ticks of the access clock in a round, as far as the order is concerned. */
const ROUND = 0x1_0000_0000;
/** A record's round is within these many of the hand's, or so old that it does not matter. */
const ROUNDS_AHEAD = 1;

/** When the hand is to pass a record: smaller is sooner. */
function dueAt(store: Keyspace, ref: Ref): number {
  const round = store.control[G_HAND_ROUND]!;
  // Four bits of the round are known.
  const behind = (round + ROUNDS_AHEAD - (store.records.counter(ref) >>> ROUND_SHIFT)) & ROUND_MASK;
  return (round + ROUNDS_AHEAD - behind) * ROUND + store.records.accessClock(ref);
}

function handAt(store: Keyspace): number {
  return store.control[G_HAND_ROUND]! * ROUND + (store.control[G_HAND_CLOCK]! >>> 0);
}

/** The hand has passed: visits are forgotten, and it comes again in the next round. */
function pass(store: Keyspace, ref: Ref): void {
  const { control, records } = store;
  const isBehind = records.accessClock(ref) <= control[G_HAND_CLOCK]! >>> 0;
  const next = control[G_HAND_ROUND]! + (isBehind ? 1 : 0);
  records.setCounter(ref, (next & ROUND_MASK) << ROUND_SHIFT);
}

function wasVisited(store: Keyspace, ref: Ref): boolean {
  return (store.records.counter(ref) & VISITS_MASK) !== 0;
}

/** The sooner the hand passes, the higher. Where it has passed already, a visited record is let go on the spot. */
export function beforeHand(store: Keyspace, ref: Ref): number {
  if (wasVisited(store, ref) && dueAt(store, ref) <= handAt(store)) pass(store, ref);
  return -dueAt(store, ref);
}

/** The hand arrives at the record. @returns whether it was visited, and stays */
export function handPasses(store: Keyspace, ref: Ref): boolean {
  const due = dueAt(store, ref);
  if (due > handAt(store)) {
    store.control[G_HAND_ROUND] = Math.floor(due / ROUND);
    store.control[G_HAND_CLOCK] = store.records.accessClock(ref) | 0;
  }
  if (!wasVisited(store, ref)) return false;
  pass(store, ref);
  return true;
}
