/**
 * MONITOR: a line for each command that ran, on all threads, for every client that asked.
 *
 * Lines gather while a turn of the event loop lasts; then they go to the monitors of this thread in one write each, and
 * to every other thread that has monitors as one record. Nothing of this runs while nobody monitors.
 */
import { flagBit, type TableRow } from '../../../protocol/command/table.ts';
import { type Client, GATE_MONITORING } from '../../dispatch/client.ts';
import type { Call, Outcome } from '../../dispatch/context.ts';
import { monotonicUs, wallClockMs } from '../../memory/clock.ts';
import type { Doorbells } from '../../messaging/doorbell.ts';
import type { GateState } from '../../messaging/gate-state.ts';
import { type Inboxes, MAX_RECORD, RECORD_MONITOR } from '../../messaging/inbox.ts';
import { monitorLine, type ShownRequest } from './monitor-line.ts';

/** Administrative commands are not shown, as in Redis. */
const HIDDEN = flagBit('admin');
/** What runs scripts is shown before what the scripts call. */
const SHOWN_BEFORE = flagBit('skip_monitor');

type ShownRow = Pick<TableRow<Call, Outcome>, 'flagBits' | 'name'>;
const FIRST_BYTES = 64 * 1024;
/** The clock of lines may stray from the wall clock by this, µs. */
const MAX_STRAY_US = 2_000;

export class MonitorFeed {
  readonly #thread: number;
  readonly #gates: GateState;
  readonly #inboxes: Inboxes;
  readonly #bells: Doorbells;
  readonly #push: (client: Client, lines: Buffer) => void;
  readonly #watchers = new Set<Client>();
  #lines: Buffer = Buffer.alloc(0);
  #length = 0;
  #offsetUs = 0;

  constructor(
    thread: number,
    gates: GateState,
    inboxes: Inboxes,
    bells: Doorbells,
    push: (client: Client, lines: Buffer) => void,
  ) {
    this.#thread = thread;
    this.#gates = gates;
    this.#inboxes = inboxes;
    this.#bells = bells;
    this.#push = push;
  }

  add(client: Client): void {
    if (client.monitoring) return;
    client.gateBits |= GATE_MONITORING;
    this.#watchers.add(client);
    this.#gates.countMonitor(this.#thread, 1, this.#bells.threads);
  }

  delete(client: Client): void {
    if (!client.monitoring) return;
    // What ran before it left is still its own.
    this.flush();
    client.gateBits &= ~GATE_MONITORING;
    this.#watchers.delete(client);
    this.#gates.countMonitor(this.#thread, -1, this.#bells.threads);
  }

  /** A command of this thread ran. */
  saw(row: ShownRow, client: Client, request: ShownRequest): void {
    if ((row.flagBits & (HIDDEN | SHOWN_BEFORE)) === 0) this.#show(row, client, request);
  }

  /** A command of this thread is about to run a script. */
  sawScript(row: ShownRow, client: Client, request: ShownRequest): void {
    if ((row.flagBits & HIDDEN) === 0) this.#show(row, client, request);
  }

  #show(row: ShownRow, client: Client, request: ShownRequest): void {
    const line = monitorLine(this.#nowUs(), client, row.name, request);
    if (this.#length + line.length > this.#lines.length) this.#grow(line.length);
    if (this.#length === 0) setImmediate(() => this.flush());
    line.copy(this.#lines, this.#length);
    this.#length += line.length;
    if (this.#length > MAX_RECORD / 2) this.flush();
  }

  /** Lines of another thread arrived. */
  received(lines: Buffer): void {
    for (const client of this.#watchers) this.#push(client, lines);
  }

  /** Sends what has gathered. */
  flush(): void {
    if (this.#length === 0) return;
    const lines = this.#lines.subarray(0, this.#length);
    this.#length = 0;
    this.received(lines);
    for (let thread = 0; thread < this.#bells.threads; thread++) {
      if (thread === this.#thread || this.#gates.monitors(thread) === 0) continue;
      // A thread that does not keep up misses lines: nobody may hold up the one that serves.
      if (this.#inboxes.post(thread, RECORD_MONITOR, lines, 0, lines.length)) this.#bells.ring(thread);
    }
  }

  #grow(bytes: number): void {
    const larger = Buffer.allocUnsafe(Math.max(FIRST_BYTES, this.#length + bytes, this.#lines.length * 2));
    this.#lines.copy(larger, 0, 0, this.#length);
    this.#lines = larger;
  }

  /** Wall clock with microseconds. */
  #nowUs(): number {
    const us = monotonicUs();
    const wallUs = wallClockMs() * 1000;
    if (Math.abs(us + this.#offsetUs - wallUs) > MAX_STRAY_US) this.#offsetUs = wallUs - us;
    return us + this.#offsetUs;
  }
}
