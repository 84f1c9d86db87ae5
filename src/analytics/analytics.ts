/**
 * The background thread's part of analytics: drains the rings of samples, keeps to its share of time and memory, and
 * publishes what it knows.
 *
 * How many keys are sampled follows from the time that samples take, here and on the threads that write them
 * (time-budget.ts): the model begins with all keys and looks at fewer as soon as that would be too much. The chooser of
 * the adaptive policy is fed from the same samples; it also runs where analytics are switched off.
 */
import { LiveChooser } from '../eviction/adaptive/live-chooser.ts';
import { type EvictionRule, RULES } from '../eviction/adaptive/rules.ts';
import { monotonicUs } from '../memory/clock.ts';
import { G_HISTORY_WORDS, G_SAMPLE_BELOW } from '../memory/layout.ts';
import { allWaitedUs } from '../memory/processor-wait.ts';
import { sumStat } from '../memory/thread-stats.ts';
import type { Keyspace } from '../store/keyspace.ts';
import type { MemoryLimit } from '../store/memory-limit.ts';
import { KeyShares } from './key-shares.ts';
import { countResidents, makeReport } from './make-report.ts';
import { policyShares } from './policy-shares.ts';
import type { PolicyReport } from './report.ts';
import { ReportMemory } from './report-memory.ts';
import { MOST_KEYS } from './reuse-model.ts';
import { SampleReader } from './sample-reader.ts';
import { IDLE_MS, SampleRounds } from './sample-rounds.ts';
import { TimeBudget } from './time-budget.ts';
import { Workload } from './workload.ts';

/** How often the time spent is looked at, and after how many samples: what has to be learnt early comes in bursts. */
const CONTROL_MS = 250;
const CONTROL_SAMPLES = 1024;
const REPORT_MS = 1_000;
/** How often a report is made although nothing has happened. */
const IDLE_REPORT_MS = 10_000;
/** Share of all keys that calls for no more of them. */
const MANY_KEYS = 1 / 8;
const REFRESH_PREFIXES_MS = 10_000;
/** Samples between two looks at the clock. */
const BATCH = 256;
const MOST_DRAIN_US = 3_000;
const WHOLE = 0x8000_0000;

export interface AnalyticsSettings {
  readonly analytics: boolean;
  readonly costPerSecond: string;
  /** Only told on: what decides are the rules. */
  readonly maxmemoryPolicy?: string;
}

/**
 * The chooser looks at as many keys as are enough for a store so many times as large. For all that a limit of gigabytes
 * may hold it would look at none of the first thousands.
 */
const MOST_GROWTH = 8;

export class Analytics {
  readonly #store: Keyspace;
  readonly #limit: MemoryLimit;
  readonly #stats: SharedArrayBuffer;
  readonly #reader: SampleReader;
  readonly rounds: SampleRounds;
  readonly #memory: ReportMemory;
  readonly #chooser: LiveChooser;
  #workload: Workload;
  #settings: AnalyticsSettings = { analytics: false, costPerSecond: '0' };
  #isChoosing = false;
  #chargedBytes = 0;
  readonly #shares = new KeyShares();
  #resets = 0;
  #controlledMs = 0;
  #reportedMs = 0;
  #refreshedMs = 0;
  #publishedMs = 0;
  /** Since `#controlledMs`: time spent, samples taken, and what the rings had written and dropped by then. */
  #spentUs = 0;
  #taken = 0;
  #written = 0;
  #dropped = 0;
  readonly #budget = new TimeBudget();
  #reads = 0;
  /** Samples that had come when the last report was made. */
  #reported = -1;

  /** @param shared memory of samples and report (store/usage/sample-layout.ts) @param threads that write samples */
  constructor(
    store: Keyspace,
    limit: MemoryLimit,
    shared: SharedArrayBuffer,
    stats: SharedArrayBuffer,
    threads: number,
  ) {
    this.#store = store;
    this.#limit = limit;
    this.#stats = stats;
    this.#reader = new SampleReader(shared, threads);
    this.rounds = new SampleRounds(this.#reader);
    this.#memory = new ReportMemory(shared);
    this.#chooser = new LiveChooser(store.control);
    this.#workload = this.#newWorkload();
  }

  /** Settings as they are now. @param rules of the policy in force: several are chosen from by what samples say */
  configure(settings: AnalyticsSettings, rules: readonly EvictionRule[]): void {
    if (this.#settings.analytics !== settings.analytics) this.#restart(settings.analytics);
    this.#settings = { ...settings };
    this.#isChoosing = rules.length > 1;
    this.#chooser.comparesPolicies = settings.analytics;
    this.#chooser.setRules(this.#isChoosing ? rules : RULES);
    this.#workload.isOn = settings.analytics;
  }

  /**
   * One round of work: some milliseconds at most, mostly microseconds. @param nowMs since 1970
   * @returns ms after which the next round is wanted, at the latest
   */
  step(nowMs: number): number {
    if (!this.#settings.analytics && !this.#isChoosing) {
      if (this.#store.control[G_SAMPLE_BELOW] !== 0) this.#stop();
      return IDLE_MS;
    }
    const dueInMs = this.rounds.dueInMs(nowMs);
    if (dueInMs > 0) return dueInMs;
    if (this.#memory.resets !== this.#resets) this.#restart(this.#settings.analytics);
    const startUs = monotonicUs();
    const waitedUs = allWaitedUs();
    const taken = this.#drain(startUs);
    // While samples are left behind, a report would miss them.
    const reports = taken >= 0 && nowMs - this.#reportedMs >= REPORT_MS;
    // A report needs the reads of just now beside the samples of just now.
    if (reports || this.#isControlDue(nowMs)) this.#control(nowMs);
    if (reports) this.#report(nowMs);
    // What others had of the processor meanwhile was not spent: a busy machine is no reason to look at fewer keys.
    this.#spentUs += Math.max(0, monotonicUs() - startUs - (allWaitedUs() - waitedUs));
    return this.rounds.made(nowMs, taken);
  }

  /** @returns samples taken, -1 when there are more */
  #drain(startUs: number): number {
    const reader = this.#reader;
    reader.begin();
    let count = 0;
    let isCut = false;
    while (!isCut && reader.next()) {
      this.#workload.take(reader);
      isCut = ++count % BATCH === 0 && monotonicUs() - startUs > MOST_DRAIN_US;
    }
    this.#taken += count;
    return isCut ? -1 : count;
  }

  #isControlDue(nowMs: number): boolean {
    if (nowMs - this.#controlledMs >= CONTROL_MS || this.#taken >= CONTROL_SAMPLES) return true;
    // Somebody has just set a limit: the miniatures are to fill together with the cache.
    return !this.#chooser.isOn && this.#limit.limitBytes !== 0;
  }

  /** Looks at fewer keys when samples take too much time, and puts the share in force. */
  #control(nowMs: number): void {
    const elapsedMs = this.#controlledMs === 0 ? CONTROL_MS : nowMs - this.#controlledMs;
    this.#controlledMs = nowMs;
    const { written, dropped } = this.#reader;
    const came = Math.max(0, written - this.#written);
    const arrived = came + Math.max(0, dropped - this.#dropped);
    const seen = arrived === 0 ? 1 : came / arrived;
    this.#written = written;
    this.#dropped = dropped;
    this.#adjust(this.#budget.account(elapsedMs, this.#spentUs, this.#taken, arrived));
    this.#spentUs = 0;
    this.#taken = 0;
    this.#countReads(seen, nowMs);
    this.#fitChooser(nowMs);
    this.#charge();
    const below = Math.max(this.#settings.analytics ? this.#workload.model.below : 0, this.#chooser.below);
    this.#store.control[G_SAMPLE_BELOW] = Math.min(WHOLE - 1, below);
  }

  /** Share of the keys that is sampled now. */
  #rate(): number {
    return this.#store.control[G_SAMPLE_BELOW]! / WHOLE;
  }

  /** @param factor by which to look at fewer keys; Infinity: time allows for all of them again */
  #adjust(factor: number): void {
    const { model } = this.#workload;
    if (factor < 1) {
      const rate = this.#settings.analytics ? model.rate : 0;
      if (this.#budget.isFlooded) this.#shares.lowerBoth(this.#rate(), factor);
      else this.#shares.lower(factor, rate, this.#chooser.rate, this.#chooser.records);
      model.lower(this.#shares.model * WHOLE);
    } else if (factor > 1) {
      this.#shares.reset();
      if (model.rate < MANY_KEYS && model.keys.count < MOST_KEYS * MANY_KEYS) this.#workload.renewModel();
    }
  }

  /** @param seen share of the samples that found room: the others are missing in the curve too */
  #countReads(seen: number, nowMs: number): void {
    const reads = sumStat(this.#stats, 'keyspaceHits') + sumStat(this.#stats, 'keyspaceMisses');
    const { curve } = this.#workload.model;
    if (reads > this.#reads && this.#rate() > 0) curve.countReads((reads - this.#reads) * seen, 1 - seen);
    this.#chooser.countReads((reads - this.#reads) * seen);
    this.#reads = reads;
    curve.decay(nowMs);
  }

  #fitChooser(nowMs: number): void {
    const capacity = this.#capacityBytes();
    if (capacity <= 0) {
      this.#chooser.stop();
      return;
    }
    const used = Math.max(1, this.#limit.pressureBytes() - this.#limit.emptyBytes - this.#chargedBytes);
    let records = 0;
    for (let db = 0; db < this.#store.databases; db++) records += this.#store.size(db);
    const growth = Math.min(MOST_GROWTH, Math.max(1, capacity / used));
    this.#chooser.fit(capacity, Math.max(1, records * growth), this.#shares.chooser, nowMs);
  }

  /** Bytes that the limit leaves for keys and values; 0 without a limit. */
  #capacityBytes(): number {
    if (this.#limit.limitBytes === 0) return 0;
    const history = this.#store.control[G_HISTORY_WORDS]! * 4;
    return Math.max(1, this.#limit.limitBytes - this.#limit.emptyBytes - this.#chargedBytes - history);
  }

  /**
   * Charges the memory of the chooser's samples to the store: eviction decides by them. That of the workload's model is
   * bounded by itself and lies in this thread's heap, which is reported beside: a small cache would have no room for it.
   */
  #charge(bytes: number = this.#chooser.memoryBytes): void {
    const charged = Math.trunc(bytes / 64) * 64;
    if (charged === this.#chargedBytes) return;
    this.#store.heap.chargeBytes(charged - this.#chargedBytes);
    this.#chargedBytes = charged;
  }

  #memoryBytes(): number {
    return (
      (this.#settings.analytics ? this.#workload.memoryBytes + this.#chooser.trialBytes : 0) + this.#chooser.memoryBytes
    );
  }

  #report(nowMs: number): void {
    this.#reportedMs = nowMs;
    const { model, prefixes, costs } = this.#workload;
    costs.update();
    const isIdle = this.#reader.written === this.#reported && nowMs - this.#publishedMs < IDLE_REPORT_MS;
    if (!this.#settings.analytics || isIdle) return;
    this.#reported = this.#reader.written;
    this.#publishedMs = nowMs;
    model.sweep(this.#store.clock);
    if (nowMs - this.#refreshedMs >= REFRESH_PREFIXES_MS) {
      this.#refreshedMs = nowMs;
      this.#workload.refreshPrefixes();
    }
    countResidents(model, prefixes.all);
    const used = this.#limit.pressureBytes() - this.#limit.emptyBytes - this.#chargedBytes;
    this.#memory.publish(
      makeReport(model, {
        atMs: nowMs,
        clock: this.#store.clock,
        samples: model.curve.samples,
        dropped: this.#reader.dropped,
        memoryBytes: this.#memoryBytes(),
        cpuShare: this.#budget.share,
        nowBytes: this.#capacityBytes() || Math.max(0, used),
        costPerSecond: Number(this.#settings.costPerSecond),
        policies: this.#policies(),
        policyChanges: this.#chooser.changes,
        prefixes: prefixes.all,
      }),
    );
  }

  #policies(): PolicyReport[] {
    const { maxmemoryPolicy = '' } = this.#settings;
    const chooser = this.#isChoosing ? maxmemoryPolicy : 'allkeys-adaptive';
    const others = this.#chooser.otherShares();
    return policyShares(this.#chooser.shares(), maxmemoryPolicy, chooser, others);
  }

  /** Begins anew: what was known is forgotten, and the model looks at all keys again. */
  #restart(isOn: boolean): void {
    this.#resets = this.#memory.resets;
    this.#workload = this.#newWorkload();
    this.#workload.isOn = isOn;
    this.#shares.reset();
    if (!isOn) this.#memory.publish(undefined);
  }

  #stop(): void {
    this.#store.control[G_SAMPLE_BELOW] = 0;
    this.#chooser.stop();
    this.#store.costs.replace([], []);
    this.#charge(0);
  }

  #newWorkload(): Workload {
    return new Workload(this.#chooser, this.#store.costs, this.#memory);
  }
}
