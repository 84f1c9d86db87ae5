// HOT: its loop runs once a command; no closures, no allocation, integers only.
/**
 * Runs of quick commands: pipelined commands of one kind in a row, such as a hundred GETs.
 *
 * Problem: what every command is asked (may this client run it, does anybody monitor, is there room for the reply, is it
 * to be timed) takes as long as a GET itself, and the answers are the same from one command of a run to the next.
 * Idea: they are asked once a run. A command then costs its arguments, its lock and its work; one for the same shard as
 * the command before finds the lock still held, and one with the same key finds that where it was.
 * Cost: a lock is held for as long as commands of its shard follow each other, up to a group of them, some ten
 * microseconds; whoever waits for it gets it after the command that is running.
 * Gives up: nothing. What is not plain (an error in the arguments, a client that waits for keys of the shard, no memory,
 * a busy lock) ends the run before the command, which then goes the dispatcher's ordinary way.
 */
import { NO_ERROR } from '../../protocol/command/parse-error.ts';
import { setRequest } from './admission.ts';
import { type Client, REPLY_ON } from './client.ts';
import type { Call } from './context.ts';
import type { Dispatcher } from './dispatcher.ts';
import type { LockGate } from './lock-gate.ts';
import type { MemoryGate } from './memory-gate.ts';
import type { ParsedRequest, Row } from './request.ts';
import { DENY_OOM, isQuickRequest, QUICK } from './row-traits.ts';
import { finishUnlocked } from './unlocked-finish.ts';

/** Most bytes that the reply of a quick command takes: there is room for them in one piece before it begins. */
export const REPLY_ROOM: number = 72 * 1024;

const DONE = 0;
const NO_SHARD = -1;

export class QuickRuns {
  readonly #dispatcher: Dispatcher;
  readonly #call: Call;
  readonly #locks: LockGate;
  readonly #memory: MemoryGate;
  /** Why the command behind those that are done waits; DONE when it does not. */
  outcome = DONE;

  constructor(dispatcher: Dispatcher, locks: LockGate, memory: MemoryGate) {
    this.#dispatcher = dispatcher;
    this.#call = dispatcher.call;
    this.#locks = locks;
    this.#memory = memory;
  }

  /**
   * Runs commands of a group that were looked at, beginning with number `first`.
   * @returns how many are done; 0 when they make no run
   */
  run(client: Client, group: readonly ParsedRequest[], first: number, count: number): number {
    this.outcome = DONE;
    const { row } = group[first]!;
    if (row === null || first + 1 === count || group[first + 1]!.row !== row) return 0;
    const traits = this.#dispatcher.traits[row.id]!;
    if ((traits & ~DENY_OOM) !== QUICK || row.command === null) return 0;
    if (client.gateBits !== 0 || client.replyMode !== REPLY_ON || client.tracking !== undefined) return 0;
    if (this.#call.server.gateBits() !== 0) return 0;
    const last = Math.min(count, first + this.#dispatcher.timer.roomInRun());
    return last - first < 2 ? 0 : this.#runUpTo(client, group, first, last, row, traits);
  }

  #runUpTo(
    client: Client,
    group: readonly ParsedRequest[],
    first: number,
    last: number,
    row: Row,
    traits: number,
  ): number {
    const call = this.#call;
    const dispatcher = this.#dispatcher;
    const { ahead, timer } = dispatcher;
    const { reply, store } = call;
    const { queues } = store.observers;
    const locks = this.#locks;
    const allocates = (traits & DENY_OOM) !== 0;
    dispatcher.beginRun(client, row);
    setRequest(call, client, group[first]!);
    if (!timer.isRunOf(row)) store.forgetTime();
    let held = NO_SHARD;
    let outcome = DONE;
    let at = first;
    for (; at < last; at++) {
      const request = group[at]!;
      if (request.row !== row || request.key === 0 || !isQuickRequest(traits, request)) break;
      if (!row.acceptsLength(request.argc)) break;
      call.args = request;
      store.args = request;
      if (row.parse(request) !== NO_ERROR || reply.buf.length - reply.pos < REPLY_ROOM) break;
      if (allocates) {
        if (held !== NO_SHARD && this.#asksUnderLock()) {
          locks.giveOne(held);
          held = NO_SHARD;
        }
        if (!this.#memory.hasRoom(call, row)) break;
      }
      if (at === first) timer.begin(row, client, request, true);
      else if (!timer.goesOn()) break;
      const { shard } = request;
      const isRepeated = request.isKeyRepeated && shard === held;
      if (shard !== held) {
        if (held !== NO_SHARD) locks.giveOne(held);
        held = locks.takeOne(shard) ? shard : NO_SHARD;
        if (held === NO_SHARD || queues.hasAny(shard)) {
          timer.abandon();
          break;
        }
      }
      ahead.know(request);
      store.repeatKey(isRepeated);
      outcome = dispatcher.runLocked(row);
      store.isKeyRepeated = false;
      if (outcome !== DONE || this.#hasMore()) {
        locks.giveOne(held);
        held = NO_SHARD;
        outcome = this.#afterLocks(outcome, request, row, traits);
        if (outcome !== DONE) {
          timer.abandon();
          break;
        }
      }
    }
    if (held !== NO_SHARD) locks.giveOne(held);
    this.outcome = outcome;
    return at - first;
  }

  /** Whether asking for room may take the lock of the key, to see what a value in pages needs (page-bound.ts). */
  #asksUnderLock(): boolean {
    return this.#memory.isLimited && this.#call.store.large.objectCount() !== 0;
  }

  /** Does what the command has left to be done without its lock. @returns its outcome */
  #afterLocks(outcome: number, request: ParsedRequest, row: Row, traits: number): number {
    const { call, news } = this.#dispatcher;
    const after = call.unlocked.isPending ? finishUnlocked(this.#dispatcher, outcome, request, row, traits) : outcome;
    news.tell();
    news.afterReply();
    return after;
  }

  /** Whether the command that ran leaves something to be done without its lock. */
  #hasMore(): boolean {
    const { afterReply, store, unlocked } = this.#call;
    const { pending, tracked } = store.observers;
    return unlocked.isPending || pending.count !== 0 || tracked.hasNews || afterReply !== undefined;
  }
}
