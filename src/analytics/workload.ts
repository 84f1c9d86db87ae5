/** What the samples say: one after the other goes to the model, the statistics of its prefix, and the chooser. */
import type { LiveChooser } from '../eviction/adaptive/live-chooser.ts';
import { ACCESS_TICKS_PER_SECOND } from '../memory/clock.ts';
import type { PrefixCosts } from '../store/usage/prefix-costs.ts';
import {
  SAMPLE_DECLARED,
  SAMPLE_EVICTED,
  SAMPLE_FLUSHED,
  SAMPLE_GONE,
  SAMPLE_HIT,
  SAMPLE_MISS,
  SAMPLE_WRITE,
} from '../store/usage/sample-layout.ts';
import { MissCosts } from './miss-costs.ts';
import { PendingMisses } from './pending-misses.ts';
import { OTHER, PrefixTable } from './prefix-table.ts';
import type { ReportMemory } from './report-memory.ts';
import { ReuseModel } from './reuse-model.ts';
import type { SampleReader } from './sample-reader.ts';
import { RESIDENT } from './sampled-keys.ts';

/** Bytes of an object whose size nobody knows yet. */
const USUAL_BYTES = 64;

export class Workload {
  model = new ReuseModel();
  readonly prefixes = new PrefixTable();
  readonly costs: MissCosts;
  readonly #pending = new PendingMisses();
  readonly #chooser: LiveChooser;
  /** Whether the model learns; the chooser does so in any case. */
  isOn = true;

  constructor(chooser: LiveChooser, costs: PrefixCosts, memory: ReportMemory) {
    this.#chooser = chooser;
    this.costs = new MissCosts(this.prefixes, costs, memory);
  }

  get memoryBytes(): number {
    return this.model.memoryBytes + this.prefixes.memoryBytes + PendingMisses.memoryBytes;
  }

  /** Takes one sample. */
  take(sample: SampleReader): void {
    const { kind, hash } = sample;
    if (kind === SAMPLE_FLUSHED) {
      this.model.clear();
      this.#chooser.clear();
      return;
    }
    const isChosen = this.#chooser.takes(hash);
    const prefix = this.#take(sample, kind, hash, isChosen);
    const cost = this.costs.relativeOf(prefix);
    switch (kind) {
      case SAMPLE_HIT:
        if (isChosen) this.#chooser.hit(hash, sample.size, this.#costOf(sample, cost));
        return;
      case SAMPLE_MISS:
        this.#pending.missed(hash, sample.time);
        if (isChosen) this.#chooser.missed(hash, cost);
        return;
      case SAMPLE_WRITE:
        this.#wrote(sample, hash, prefix, cost, isChosen);
        return;
      case SAMPLE_GONE:
        if (isChosen) this.#chooser.removed(hash);
        return;
      default:
    }
  }

  /** @returns the number of the key's prefix, as far as somebody wants to know */
  #take(sample: SampleReader, kind: number, hash: number, isChosen: boolean): number {
    if (!this.isOn) return OTHER;
    if (this.model.takes(hash)) return this.#learn(sample, kind, hash);
    // The model may look at fewer keys than the chooser, which weighs all of its keys by what they cost.
    return isChosen ? this.#prefixOf(sample) : OTHER;
  }

  /** What a miss of a record would cost: it has no class when it came in before the cost of its prefix was known. */
  #costOf(sample: SampleReader, prefixCost: number): number {
    return sample.costClass === 0 ? prefixCost : this.costs.relativeOfClass(sample.costClass);
  }

  /** Begins anew with all keys: what is known of prefixes stays. */
  renewModel(): void {
    this.model = new ReuseModel();
  }

  /** Lets a prefix that is used more have the place of one that is not, now and then. */
  refreshPrefixes(): void {
    const number = this.prefixes.makeRoom();
    if (number < 0) return;
    const { keys } = this.model;
    const moved = this.prefixes.all.length;
    for (let key = 0; key < keys.count; key++) {
      if (keys.prefixes[key] === number) keys.prefixes[key] = OTHER;
      else if (keys.prefixes[key] === moved) keys.prefixes[key] = number;
    }
  }

  #wrote(sample: SampleReader, hash: number, prefix: number, cost: number, isChosen: boolean): void {
    const us = this.#pending.refilled(hash, sample.time);
    if (us >= 0) this.prefixes.all[prefix]?.costs.add(us);
    if (!isChosen) return;
    const size = sample.size < 0 ? USUAL_BYTES : sample.size;
    if (us >= 0) this.#chooser.refilled(hash, size, cost);
    else this.#chooser.written(hash, size, cost);
  }

  /** @returns the number of the key's prefix */
  #learn(sample: SampleReader, kind: number, hash: number): number {
    const { model } = this;
    const { keys } = model;
    const weight = 1 / model.rate;
    const before = keys.find(hash);
    const prefix = before < 0 ? this.#prefixOf(sample) : keys.prefixes[before]!;
    const stats = this.prefixes.all[prefix] ?? this.prefixes.all[OTHER]!;
    let key = before;
    switch (kind) {
      case SAMPLE_HIT: {
        key = model.read(hash, sample.size, true, sample.clock);
        stats.hits += weight;
        const declaredUs = key < 0 ? 0 : keys.declaredUs[key]!;
        stats.savedUs += (declaredUs > 0 ? declaredUs : stats.missUs) * weight;
        break;
      }
      case SAMPLE_MISS:
        key = model.read(hash, -1, false, sample.clock);
        stats.misses += weight;
        break;
      case SAMPLE_WRITE:
        key = model.write(hash, sample.size, sample.ttl, sample.clock);
        stats.writes += weight;
        break;
      case SAMPLE_EVICTED:
        stats.evictions += weight;
        if (key < 0) break;
        keys.flags[key]! &= ~RESIDENT;
        stats.ageSeconds += ((sample.clock - keys.writtenAt[key]!) | 0) / ACCESS_TICKS_PER_SECOND;
        stats.agedEvictions++;
        break;
      case SAMPLE_GONE:
        model.remove(hash);
        key = -1;
        break;
      case SAMPLE_DECLARED:
        if (key >= 0) keys.declaredUs[key] = sample.value;
        break;
      default:
    }
    stats.recent++;
    if (key >= 0 && before < 0) keys.prefixes[key] = prefix;
    return prefix;
  }

  #prefixOf(sample: SampleReader): number {
    return this.prefixes.numberOf(sample.bytes, sample.keyStart, sample.keyLength);
  }
}
