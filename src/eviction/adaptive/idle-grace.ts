// HOT: one call a sampled record; no allocation.
/**
 * Idle times as the rule counts them by which sizes decide: with a share of the median on top.
 *
 * Problem: that rule weighs idle time against size, and idle times near zero differ by any factor. Of two objects that
 * were used a moment ago, the one that waits ten times as long counts as if it were ten times as large, though both are
 * about as likely to be asked for again.
 * Idea: a part of the median idle time for everyone. It hardly changes the order of what lies there for long, and leaves
 * what was used lately to sizes, uses and costs. A median, since the mean follows small objects that nobody asks for
 * again and that are not worth evicting.
 * Cost: a comparison and two multiplications.
 * Gives up: exactness; the median is followed in steps, and up to a few hundred samples behind.
 */

/**
 * Part of the median. On a public trace with sizes, on public ones with sizes by chance and on made workloads: less gains
 * less, up to twice as much costs more where nothing but recency counts than it gains elsewhere.
 */
const GRACE = 0.2;
const STEP = 1.02;

export class IdleGrace {
  #median = 1;

  /** An object was sampled that has been idle for so long, in any unit. @returns what is to be counted */
  counted(idle: number): number {
    if (idle > this.#median) this.#median *= STEP;
    else if (this.#median > 1) this.#median /= STEP;
    return idle + this.#median * GRACE;
  }
}
