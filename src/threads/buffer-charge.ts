/**
 * What the clients of an io thread have buffered, as memory that is used: counted once a second, and soon where it is
 * much. A client that reads slowly then makes others' data go while its replies grow, not all of it a second later; and
 * when it leaves, writes are refused no longer. Pages of large values on their way are counted where they are the store's,
 * once however many replies wait for them, also when the value is gone: no client is charged for them. Each count is the
 * time to look whether all clients together keep within `maxmemory-clients`.
 */
import { STAT } from '../memory/thread-stats.ts';
import { RecentPeak } from '../metrics/gauges/recent-peak.ts';

/** Bytes of one client for which the next second is not waited for. */
const MUCH = 1024 * 1024;
/** How long it takes then: counting looks at every client. */
const SOON_MS = 20;
const UNIT = 64;
/** For how long the largest buffers are told, as in INFO of redis-server. */
const PEAK_SECONDS = 8;

interface Buffers {
  readonly parser: { readonly pendingBytes: number };
  readonly transport: { readonly pendingBytes: number; readonly copiedBytes: number };
}

export class BufferCharge {
  readonly #connections: ReadonlySet<Buffers>;
  readonly #stats: Float64Array;
  readonly #heap: { chargeBytes(bytes: number): void; flushUsed(): void };
  readonly #inputPeak = new RecentPeak(PEAK_SECONDS);
  readonly #outputPeak = new RecentPeak(PEAK_SECONDS);
  /** What is charged to the store: whole units. */
  #chargedBytes = 0;
  #timer: NodeJS.Timeout | undefined;
  /** What waits for threads that do not keep up, of messages and replies of this thread's clients. */
  readonly #waitingBytes: () => number;
  /** Called after each count. */
  readonly #onCount: () => void;

  constructor(
    connections: ReadonlySet<Buffers>,
    stats: Float64Array,
    heap: { chargeBytes(bytes: number): void; flushUsed(): void },
    waitingBytes: () => number,
    onCount: () => void,
  ) {
    this.#connections = connections;
    this.#stats = stats;
    this.#heap = heap;
    this.#waitingBytes = waitingBytes;
    this.#onCount = onCount;
  }

  /** A client has so much in its buffers now. */
  has(bytes: number): void {
    if (bytes >= MUCH) this.#countSoon();
  }

  /** A client is gone, with whatever it had. */
  left(): void {
    if (this.#chargedBytes >= MUCH) this.#countSoon();
  }

  /** Once a second: counts, and remembers the largest buffers. */
  sample(): void {
    let input = 0;
    let output = 0;
    for (const { parser, transport } of this.#connections) {
      input = Math.max(input, parser.pendingBytes);
      output = Math.max(output, transport.pendingBytes);
    }
    this.#stats[STAT.maxInputBuffer] = this.#inputPeak.sample(input);
    this.#stats[STAT.maxOutputBuffer] = this.#outputPeak.sample(output);
    this.#count();
  }

  #countSoon(): void {
    this.#timer ??= setTimeout(() => this.#count(), SOON_MS).unref();
  }

  #count(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    let input = 0;
    let output = this.#waitingBytes();
    for (const { parser, transport } of this.#connections) {
      input += parser.pendingBytes;
      output += transport.copiedBytes;
    }
    this.#stats[STAT.clientInputBytes] = input;
    this.#stats[STAT.clientOutputBytes] = output;
    const charged = Math.trunc((input + output) / UNIT) * UNIT;
    this.#heap.chargeBytes(charged - this.#chargedBytes);
    this.#chargedBytes = charged;
    this.#heap.flushUsed();
    this.#onCount();
  }
}
