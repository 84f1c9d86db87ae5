/** What an io thread does for its connections beside running their commands: accept, time out, park, limit. */
import type { ReplyWriter } from '../../protocol/resp/reply-writer.ts';
import type { ParserLimits } from '../../protocol/resp/request-parser.ts';
import { PARKED_BLOCKED, PARKED_LOCKS, PARKED_MEMORY } from '../dispatch/context.ts';
import type { Dispatcher } from '../dispatch/dispatcher.ts';
import type { MemoryGate } from '../dispatch/memory-gate.ts';
import type { Connection } from '../io/connection.ts';
import { CRON_MS, RETRY_MS } from '../io/limits.ts';
import { Session, type SessionHost } from '../io/session.ts';
import { accessClock, wallClockMs } from '../memory/clock.ts';
import type { StoreThread } from './store-thread.ts';

export class IoHost implements SessionHost {
  readonly session: Session;
  readonly connections = new Set<Connection>();
  readonly #thread: StoreThread;
  readonly #dispatcher: Dispatcher;
  readonly #memory: MemoryGate;
  readonly #limits: ParserLimits;
  /** Connections whose commands wait for locks or memory: offered again soon. */
  #retries: Connection[] = [];

  constructor(
    thread: StoreThread,
    dispatcher: Dispatcher,
    memory: MemoryGate,
    pushWriter: ReplyWriter,
    limits: ParserLimits,
  ) {
    this.#thread = thread;
    this.#dispatcher = dispatcher;
    this.#memory = memory;
    this.#limits = limits;
    this.session = new Session(dispatcher, pushWriter, limits, this);
  }

  beginBatch(): void {
    const nowMs = wallClockMs();
    this.#thread.store.clock = accessClock(nowMs);
    this.#thread.settings.refreshIfChanged();
  }

  reserveLarge(bytes: number): boolean {
    this.#thread.store.forgetTime();
    return this.#memory.makeRoom(this.#dispatcher.call, bytes);
  }

  parked(connection: Connection): void {
    if (connection.parkedFor !== PARKED_LOCKS && connection.parkedFor !== PARKED_MEMORY) return;
    this.#retries.push(connection);
    if (this.#retries.length === 1) setTimeout(() => this.#retry(), RETRY_MS);
  }

  #retry(): void {
    const waiting = this.#retries;
    this.#retries = [];
    for (const connection of waiting) this.session.resume(connection);
  }
}
export { CRON_MS, PARKED_BLOCKED };
