/**
 * What a miss costs, by prefix: measured from misses to refills, and told to the store as classes that records carry.
 *
 * The cheapest prefix is class 0; each class beyond it costs e times as much, up to 1:1,000.
 */
import { costClassOf, costOf } from '../store/usage/cost-class.ts';
import type { PrefixCosts } from '../store/usage/prefix-costs.ts';
import { OTHER, type PrefixStats, type PrefixTable } from './prefix-table.ts';
import type { ReportMemory } from './report-memory.ts';

/** Refills of a prefix before its cost counts. */
const MIN_SAMPLES = 8;

export class MissCosts {
  readonly #prefixes: PrefixTable;
  readonly #store: PrefixCosts;
  readonly #memory: ReportMemory;
  /** Class of each prefix by its number. */
  #classes: number[] = [];

  constructor(prefixes: PrefixTable, store: PrefixCosts, memory: ReportMemory) {
    this.#prefixes = prefixes;
    this.#store = store;
    this.#memory = memory;
  }

  /** Relative cost of a miss of a prefix, 1 … 1,000. */
  relativeOf(prefix: number): number {
    return costOf(this.#classes[prefix] ?? 0);
  }

  /** Relative cost of a miss of a record of this class. */
  relativeOfClass(costClass: number): number {
    return costOf(costClass);
  }

  /** Looks at the medians again, and tells the store when classes have changed. */
  update(): void {
    const known = this.#prefixes.all.filter((stats, number) => number !== OTHER && isKnown(stats));
    const cheapest = known.reduce((least, stats) => Math.min(least, stats.missUs), Number.POSITIVE_INFINITY);
    if (known.length > 0) this.#memory.cheapestUs = Math.max(1, Math.round(cheapest));
    const classes = this.#prefixes.all.map((stats) => (isKnown(stats) ? costClassOf(stats.missUs / cheapest) : 0));
    if (classes.length === this.#classes.length && classes.every((each, i) => each === this.#classes[i])) return;
    this.#classes = classes;
    const dear = this.#prefixes.all.filter((_stats, number) => classes[number]! > 0);
    this.#store.replace(
      dear.map(({ hash }) => hash),
      classes.filter((each) => each > 0),
    );
  }
}

function isKnown(stats: PrefixStats): boolean {
  return stats.costs.total >= MIN_SAMPLES;
}
