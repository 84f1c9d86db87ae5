/**
 * What the log says of the server's work: refused connections and sign-ins, clients cut off, eviction, slow commands. The
 * threads only count; the main thread looks at the counters once a second and says each thing once.
 */
import { Occasions } from '../../logging/rate-limit.ts';
import type { StatName } from '../../memory/thread-stats.ts';
import { sumStat } from '../../memory/thread-stats.ts';
import type { SlowLog } from './slow-log.ts';

export interface Lines {
  notice(text: string): void;
  warning(text: string): void;
}

interface Counted {
  readonly occasions: Occasions;
  seen: number;
}

export class Noteworthy {
  readonly #stats: SharedArrayBuffer;
  readonly #slowLog: SlowLog;
  readonly #counted: ReadonlyMap<StatName, Counted>;
  readonly #slow: Occasions;
  /** The slowest of the commands that the next line is about. */
  #slowest = { us: 0, command: '' };
  #slowSeen = 0;

  constructor(stats: SharedArrayBuffer, slowLog: SlowLog, log: Lines) {
    const warning = (text: (count: number) => string): Counted => ({
      occasions: new Occasions((count) => log.warning(text(count))),
      seen: 0,
    });
    this.#stats = stats;
    this.#slowLog = slowLog;
    this.#counted = new Map<StatName, Counted>([
      ['rejectedConnections', warning((n) => `${n} connections were refused (maxclients, or protected mode)`)],
      ['authFailures', warning((n) => `${n} sign-ins with a wrong name or password`)],
      ['outputLimitDisconnects', warning((n) => `${n} clients were cut off: client-output-buffer-limit`)],
      ['queryLimitDisconnects', warning((n) => `${n} clients were cut off: client-query-buffer-limit`)],
      ['evictedClients', warning((n) => `${n} clients were cut off: maxmemory-clients`)],
      [
        'evictedKeys',
        {
          occasions: new Occasions((n) => log.notice(`memory is short: ${n} keys were evicted to keep maxmemory`)),
          seen: 0,
        },
      ],
    ]);
    this.#slow = new Occasions((count) => {
      const { command, us } = this.#slowest;
      this.#slowest = { us: 0, command: '' };
      log.notice(`${count} slow commands, the slowest ${command} with ${Math.round(us / 1000)} ms (see SLOWLOG GET)`);
    });
  }

  /** Call it about once a second. */
  look(nowMs: number): void {
    for (const [name, counted] of this.#counted) {
      const value = sumStat(this.#stats, name);
      // CONFIG RESETSTAT makes it fall.
      counted.occasions.happened(Math.max(0, value - counted.seen), nowMs);
      counted.seen = value;
    }
    this.#lookAtSlowCommands(nowMs);
  }

  /** Names of commands only: their arguments are data. */
  #lookAtSlowCommands(nowMs: number): void {
    const { nextId } = this.#slowLog;
    const count = nextId - this.#slowSeen;
    this.#slowSeen = nextId;
    for (const { us, args } of this.#slowLog.latest(count)) {
      if (us > this.#slowest.us) this.#slowest = { us, command: (args[0] ?? '').toUpperCase() };
    }
    this.#slow.happened(count, nowMs);
  }
}
