/** Rates and peaks: looked at ten times a second by the main thread. */
import { LARGE_UNIT_BYTES } from '../../memory/large/large-layout.ts';
import { G_LARGE_UNITS, G_USED } from '../../memory/layout.ts';
import { sumStat } from '../../memory/thread-stats.ts';
import { GAUGE, notePeak } from './gauges.ts';
import { LoopDelayMonitor } from './thread-load.ts';

export const SAMPLE_MS = 100;
/** Samples whose mean a rate is. */
const SAMPLES = 16;

/** A counter's growth a second, as the mean of the last samples. */
export class Rate {
  readonly #samples = new Float64Array(SAMPLES);
  #next = 0;
  #count = 0;
  #value = 0;
  #atMs = 0;

  /** Takes the counter's value of now. @returns the rate */
  sample(value: number, nowMs: number): number {
    const elapsedMs = nowMs - this.#atMs;
    if (this.#atMs !== 0 && elapsedMs > 0) {
      // A counter that was reset has fallen.
      this.#samples[this.#next] = (Math.max(0, value - this.#value) * 1000) / elapsedMs;
      this.#next = (this.#next + 1) % SAMPLES;
      this.#count = Math.min(SAMPLES, this.#count + 1);
    }
    this.#value = value;
    this.#atMs = nowMs;
    let sum = 0;
    for (let i = 0; i < this.#count; i++) sum += this.#samples[i]!;
    return this.#count === 0 ? 0 : sum / this.#count;
  }
}

export class Sampler {
  readonly #control: Int32Array;
  readonly #stats: SharedArrayBuffer;
  readonly #gauges: Float64Array;
  readonly #ops = new Rate();
  readonly #input = new Rate();
  readonly #output = new Rate();
  readonly #loopRounds = new Rate();
  readonly #loopActive = new Rate();
  readonly #delays = new LoopDelayMonitor();

  /** @param control control block of the store; @param stats rows of the threads; @param gauges where results go */
  constructor(control: SharedArrayBuffer, stats: SharedArrayBuffer, gauges: SharedArrayBuffer) {
    this.#control = new Int32Array(control);
    this.#stats = stats;
    this.#gauges = new Float64Array(gauges);
  }

  /** Memory that the store uses, balances that threads have not told yet left out. */
  usedBytes(): number {
    return this.#control.byteLength + this.#control[G_USED]! * 64 + this.#control[G_LARGE_UNITS]! * LARGE_UNIT_BYTES;
  }

  /** The threads have started: what is used now is what an empty server uses. */
  started(port: number): void {
    this.#gauges[GAUGE.port] = port;
    this.#gauges[GAUGE.startupBytes] = this.usedBytes();
  }

  sample(nowMs: number): void {
    const gauges = this.#gauges;
    notePeak(gauges, this.usedBytes(), nowMs);
    gauges[GAUGE.opsPerSecond] = this.#ops.sample(sumStat(this.#stats, 'commands'), nowMs);
    gauges[GAUGE.inputBytesPerSecond] = this.#input.sample(sumStat(this.#stats, 'netInput'), nowMs);
    gauges[GAUGE.outputBytesPerSecond] = this.#output.sample(sumStat(this.#stats, 'netOutput'), nowMs);
  }

  /** Time and heap of the thread that calls, and what io threads have noted of theirs: once a second. */
  sampleThread(nowMs: number): void {
    this.#gauges[GAUGE.loopRoundsPerSecond] = this.#loopRounds.sample(sumStat(this.#stats, 'loopRounds'), nowMs);
    this.#gauges[GAUGE.loopActiveUsPerSecond] = this.#loopActive.sample(sumStat(this.#stats, 'loopActiveUs'), nowMs);
    const { user, system } = process.threadCpuUsage();
    const { heapUsed, heapTotal } = process.memoryUsage();
    this.#gauges[GAUGE.mainCpuUserUs] = user;
    this.#gauges[GAUGE.mainCpuSystemUs] = system;
    this.#gauges[GAUGE.mainHeapUsed] = heapUsed;
    this.#gauges[GAUGE.mainHeapTotal] = heapTotal;
    const { meanUs, maxUs, longestUs } = this.#delays.take();
    this.#gauges[GAUGE.mainLoopDelayMeanUs] = meanUs;
    this.#gauges[GAUGE.mainLoopDelayMaxUs] = maxUs;
    this.#gauges[GAUGE.mainLoopDelayLongestUs] = longestUs;
  }
}
