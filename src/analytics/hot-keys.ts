/**
 * Which keys are used most, in two ways at once: always, from one command in some hundred, for the API and the page; and
 * in sessions that HOTKEYS START begins, by processor time and by bytes on the network.
 *
 *   floats 0 … 15: the session, written by whoever runs HOTKEYS │ then for each io thread three tables: uses, time, bytes
 */
import { MAX_THREADS } from '../memory/thread-stats.ts';
import { HEAVY_HITTERS_BYTES, HeavyHitters, type HeavyKey, heaviest } from './heavy-hitters.ts';

const CONTROL_BYTES = 128;
const TABLES = 3;
const USES = 0;
const TIME = 1;
const NETWORK = 2;
export const HOT_KEYS_BYTES: number = CONTROL_BYTES + MAX_THREADS * TABLES * HEAVY_HITTERS_BYTES;

/** Of so many commands one is looked at, outside sessions. */
export const SAMPLE_EVERY = 256;
/** After this time weights of uses have halved. */
const HALF_LIFE_MS = 30_000;

// Places of floats.
const STATE = 0;
const RATIO = 1;
const METRICS = 2;
const COUNT = 3;
const STARTED = 4;
const ENDS = 5;
const ENDED = 6;
const COUNTERS = 7;

const NONE = 0;
const ACTIVE = 1;
const STOPPED = 2;
const BY_TIME = 1;
const BY_NETWORK = 2;

/** What HOTKEYS START says. */
export interface HotKeySession {
  readonly byTime: boolean;
  readonly byNetwork: boolean;
  /** Keys that are told. */
  readonly count: number;
  /** 0: until it is stopped. */
  readonly durationMs: number;
  /** One command in so many. */
  readonly sampleRatio: number;
}

/** Counters of the whole server; a session tells by how much they grew. */
export interface ServerCounters {
  readonly commandUs: number;
  readonly networkBytes: number;
  readonly userUs: number;
  readonly systemUs: number;
}

export interface HotKeyReport extends HotKeySession, ServerCounters {
  readonly isActive: boolean;
  readonly startedMs: number;
  readonly elapsedMs: number;
  readonly timed: readonly HeavyKey[];
  readonly sent: readonly HeavyKey[];
}

/** What every thread sees of hot keys. */
export class HotKeys {
  protected readonly floats: Float64Array;
  protected readonly shared: SharedArrayBuffer;
  readonly #tables: HeavyHitters[][];

  constructor(shared: SharedArrayBuffer, ioThreads: number) {
    this.shared = shared;
    this.floats = new Float64Array(shared, 0, CONTROL_BYTES / 8);
    this.#tables = Array.from({ length: ioThreads }, (_, thread) =>
      [USES, TIME, NETWORK].map((kind) => tableOf(shared, thread, kind)),
    );
  }

  /** Keys by their uses of late: estimates, the most used first. */
  used(count: number): HeavyKey[] {
    return heaviest(this.#of(USES), count);
  }

  /** Uses of all keys of late, of which `used` tells parts. */
  get uses(): number {
    return this.#of(USES).reduce((sum, table) => sum + table.total, 0);
  }

  /** Begins a session. @returns false while there is one already */
  start(session: HotKeySession, counters: ServerCounters, nowMs: number): boolean {
    const { floats } = this;
    if (this.isActive(nowMs)) return false;
    for (const table of [...this.#of(TIME), ...this.#of(NETWORK)]) table.clear();
    floats[RATIO] = session.sampleRatio;
    floats[METRICS] = (session.byTime ? BY_TIME : 0) | (session.byNetwork ? BY_NETWORK : 0);
    floats[COUNT] = session.count;
    floats[STARTED] = nowMs;
    floats[ENDS] = session.durationMs === 0 ? Number.POSITIVE_INFINITY : nowMs + session.durationMs;
    writeCounters(floats, counters);
    floats[STATE] = ACTIVE;
    return true;
  }

  /** Ends the session; what it found stays. @returns false when there was none under way */
  stop(counters: ServerCounters, nowMs: number): boolean {
    const { floats } = this;
    if (floats[STATE] !== ACTIVE) return false;
    floats[STATE] = STOPPED;
    floats[ENDED] = Math.min(nowMs, floats[ENDS]!);
    writeCounters(floats, differences(counters, readCounters(floats)));
    return true;
  }

  /** Forgets the session that has ended. @returns false while one is under way */
  reset(nowMs: number): boolean {
    if (this.isActive(nowMs)) return false;
    for (const table of [...this.#of(TIME), ...this.#of(NETWORK)]) table.clear();
    this.floats[STATE] = NONE;
    return true;
  }

  isActive(nowMs: number): boolean {
    return this.floats[STATE] === ACTIVE && nowMs < this.floats[ENDS]!;
  }

  /** What the session found; undefined without one. */
  report(counters: ServerCounters, nowMs: number): HotKeyReport | undefined {
    const { floats } = this;
    // A session whose time is over ends when somebody looks.
    if (floats[STATE] === ACTIVE && !this.isActive(nowMs)) this.stop(counters, nowMs);
    if (floats[STATE] === NONE) return undefined;
    const isActive = floats[STATE] === ACTIVE;
    const metrics = floats[METRICS]!;
    const count = floats[COUNT]!;
    return {
      isActive,
      byTime: (metrics & BY_TIME) !== 0,
      byNetwork: (metrics & BY_NETWORK) !== 0,
      count,
      durationMs: Number.isFinite(floats[ENDS]!) ? floats[ENDS]! - floats[STARTED]! : 0,
      sampleRatio: floats[RATIO]!,
      startedMs: floats[STARTED]!,
      elapsedMs: (isActive ? nowMs : floats[ENDED]!) - floats[STARTED]!,
      ...(isActive ? differences(counters, readCounters(floats)) : readCounters(floats)),
      timed: (metrics & BY_TIME) === 0 ? [] : heaviest(this.#of(TIME), count),
      sent: (metrics & BY_NETWORK) === 0 ? [] : heaviest(this.#of(NETWORK), count),
    };
  }

  #of(kind: number): HeavyHitters[] {
    return this.#tables.map((tables) => tables[kind]!);
  }
}

/** The same on an io thread, which notes what it samples. */
export class HotKeyNotes extends HotKeys {
  readonly #uses: HeavyHitters;
  readonly #time: HeavyHitters;
  readonly #network: HeavyHitters;
  #halvedMs = 0;

  constructor(shared: SharedArrayBuffer, ioThreads: number, thread: number) {
    super(shared, ioThreads);
    this.#uses = tableOf(shared, thread, USES);
    this.#time = tableOf(shared, thread, TIME);
    this.#network = tableOf(shared, thread, NETWORK);
  }

  /** One command in so many is to be noted. */
  sampleEvery(nowMs: number): number {
    return this.isActive(nowMs) ? this.floats[RATIO]! : SAMPLE_EVERY;
  }

  /** Called about once a second: what was used long ago counts less. */
  age(nowMs: number): void {
    if (nowMs - this.#halvedMs < HALF_LIFE_MS) return;
    this.#halvedMs = nowMs;
    this.#uses.halve();
  }

  /** Notes a use of a key by a sampled command, which stands for `every` of them. */
  note(
    db: number,
    hash: number,
    buf: Buffer,
    start: number,
    length: number,
    every: number,
    us: number,
    networkBytes: number,
    nowMs: number,
  ): void {
    this.#uses.add(db, hash, buf, start, length, every);
    if (!this.isActive(nowMs)) return;
    const metrics = this.floats[METRICS]!;
    if ((metrics & BY_TIME) !== 0) this.#time.add(db, hash, buf, start, length, us * every);
    if ((metrics & BY_NETWORK) !== 0) this.#network.add(db, hash, buf, start, length, networkBytes * every);
  }
}

function tableOf(shared: SharedArrayBuffer, thread: number, kind: number): HeavyHitters {
  return new HeavyHitters(shared, CONTROL_BYTES + (thread * TABLES + kind) * HEAVY_HITTERS_BYTES);
}

function writeCounters(floats: Float64Array, counters: ServerCounters): void {
  floats[COUNTERS] = counters.commandUs;
  floats[COUNTERS + 1] = counters.networkBytes;
  floats[COUNTERS + 2] = counters.userUs;
  floats[COUNTERS + 3] = counters.systemUs;
}

function readCounters(floats: Float64Array): ServerCounters {
  return {
    commandUs: floats[COUNTERS]!,
    networkBytes: floats[COUNTERS + 1]!,
    userUs: floats[COUNTERS + 2]!,
    systemUs: floats[COUNTERS + 3]!,
  };
}

/** CONFIG RESETSTAT in between makes counters fall. */
function differences(now: ServerCounters, then: ServerCounters): ServerCounters {
  return {
    commandUs: Math.max(0, now.commandUs - then.commandUs),
    networkBytes: Math.max(0, now.networkBytes - then.networkBytes),
    userUs: Math.max(0, now.userUs - then.userUs),
    systemUs: Math.max(0, now.systemUs - then.systemUs),
  };
}
