// HOT: runs once for each script; no closures, no allocation.
/**
 * The locks of scripts. A script may touch every key, unless a setting says that it declares those that it touches, so it
 * runs under the locks of all shards. To take and give those takes longer than most scripts, so they are kept from one
 * script to the next of a group of pipelined ones, for some fifty microseconds in all. Whatever else a thread does between
 * two scripts gives them back first.
 */
import { monotonicUs } from '../memory/clock.ts';
import { type Client, REPLY_ON } from './client.ts';
import { PARKED_LOCKS } from './context.ts';
import type { Dispatcher } from './dispatcher.ts';
import type { LockGate } from './lock-gate.ts';
import { ANSWERED, RUN_HERE } from './ports/scripts.ts';
import type { ParsedRequest, Row } from './request.ts';

const DONE = 0;
/** Longest time for which locks are kept, a script that began before included only up to its end. */
const KEEP_US = 50;

export class ScriptRuns {
  readonly #dispatcher: Dispatcher;
  readonly #locks: LockGate;
  /** The script whose next run of the group may find the locks kept; undefined while none are kept. */
  #row: Row | undefined;
  #sinceUs = 0;

  constructor(dispatcher: Dispatcher, locks: LockGate) {
    this.#dispatcher = dispatcher;
    this.#locks = locks;
    dispatcher.call.letGo = () => this.letGo();
  }

  /** Before any command: locks are kept for nothing but another script of the same kind. */
  before(client: Client, row: Row | null): void {
    if (this.#row !== undefined && (row !== this.#row || !this.#mayKeep(client))) this.letGo();
  }

  /** Gives back the locks that are kept. */
  letGo(): void {
    if (this.#row === undefined) return;
    this.#row = undefined;
    this.#giveAll();
  }

  /** Runs a script whose arguments are read. @returns DONE, or why it waits */
  run(request: ParsedRequest, row: Row, traits: number): number {
    const { call, news } = this.#dispatcher;
    const place = call.server.scripts.place(call, row);
    if (place !== RUN_HERE) {
      this.letGo();
      if (place === ANSWERED) this.#dispatcher.metrics.failed(row.id);
      return place === ANSWERED ? DONE : place;
    }
    // Looking for the script may have run a library: the request is the call's again.
    call.store.args = request;
    if (!call.settings.current.luaUndeclaredKeys) return this.#dispatcher.lockSetAndRun(request, row, traits);
    if (this.#row === undefined && !this.#takeAll()) return PARKED_LOCKS;
    this.#row = undefined;
    if (news.hasMailFor(call.client)) {
      this.#giveAll();
      news.mail!.read();
      return this.run(request, row, traits);
    }
    const outcome = this.#dispatcher.runUnderAll(row);
    if (outcome === DONE && request.sinks.length === 0 && this.#isQuiet() && this.#mayKeep(call.client)) {
      if (monotonicUs() - this.#sinceUs < KEEP_US) {
        this.#row = row;
        return DONE;
      }
    }
    this.#giveAll();
    return outcome;
  }

  #takeAll(): boolean {
    const locks = this.#locks;
    locks.clear();
    locks.addAll();
    if (!locks.takeSet()) return false;
    this.#sinceUs = monotonicUs();
    return true;
  }

  #giveAll(): void {
    const { blocked, call, timer } = this.#dispatcher;
    // Another set may have been asked for meanwhile.
    this.#locks.addAll();
    this.#locks.giveSet();
    timer.held(this.#sinceUs);
    if (blocked !== undefined && blocked.served.count !== 0) blocked.served.deliver();
    call.afterAllLocks();
  }

  /** Nobody is to be told of anything that the script did. */
  #isQuiet(): boolean {
    const { blocked, call } = this.#dispatcher;
    const { pending, tracked } = call.store.observers;
    return (
      pending.count === 0 &&
      !tracked.hasNews &&
      !call.waitsForGraves &&
      call.afterReply === undefined &&
      (blocked === undefined || blocked.served.count === 0)
    );
  }

  #mayKeep(client: Client): boolean {
    const isPlain = client.gateBits === 0 && client.replyMode === REPLY_ON && client.tracking === undefined;
    return isPlain && this.#dispatcher.call.server.gateBits() === 0;
  }
}
