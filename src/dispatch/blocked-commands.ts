// HOT: `serve` runs when a key changes for which clients wait; nothing of it runs otherwise.
/**
 * Commands that wait for keys, and how they are served.
 *
 * A client waits in the shards of its keys (store/observers/waiters.ts). Whoever makes a key ready runs the waiting command on the
 * spot, in the client's place, before the locks are given back: nobody sees the key in between, and nobody steals. For
 * that the locks of all keys of the waiting commands must be held, and of those that they may make ready in turn, so
 * the dispatcher first takes those too (waiter-locks.ts). The reply then goes to the client's thread.
 */
import type { ArgIndex } from '../../protocol/command/arguments.ts';
import { KeyPositions } from '../../protocol/command/key-positions.ts';
import { ERROR } from '../../protocol/resp/errors.ts';
import type { ReplyWriter } from '../../protocol/resp/reply-writer.ts';
import { monotonicUs } from '../memory/clock.ts';
import { STAT } from '../memory/thread-stats.ts';
import { NO_REF, type Ref } from '../memory/types.ts';
import type { ClientRequests } from '../messaging/client-requests.ts';
import { type Replacement, Waiters } from '../store/observers/waiters.ts';
import { Client } from './client.ts';
import type { CommandMetrics } from './command-metrics.ts';
import { type Call, type Outcome, PARKED_BLOCKED } from './context.ts';
import { afterException } from './exceptions.ts';
import { LeftWaiter } from './left-waiter.ts';
import type { LockGate } from './lock-gate.ts';
import type { BlockingPort } from './ports/blocking.ts';
import { ParsedRequest, type Row } from './request.ts';
import type { ServedClients } from './served-clients.ts';
import { TrackedReads } from './tracked-reads.ts';
import { WaiterLocks } from './waiter-locks.ts';

/** Where a key that a client waits for is not, or not of the type it wants. */
const NO_TYPE = -1;
const NOBODY = -1;

export class BlockedCommands implements BlockingPort {
  readonly #call: Call;
  readonly #requests: ClientRequests;
  readonly #writer: ReplyWriter;
  readonly #metrics: CommandMetrics;
  readonly #thread: number;
  readonly waiters: Waiters;
  readonly locks: WaiterLocks;
  readonly served: ServedClients;
  readonly #positions = new KeyPositions();
  readonly #keys: ArgIndex[] = [];
  #replaced: Replacement[] = [];
  /** Stands for the client whose command is run again. */
  readonly #standIn = new Client(0, '', '', 0, true);
  readonly #request = new ParsedRequest();
  readonly #reads: TrackedReads;
  #serving = false;
  /** Which command of the thread `#keys` and `#replaced` belong to. */
  #turn = -1;
  #mark = -1;

  /** @param writer another one than the call's, for the replies of those that are served */
  constructor(
    call: Call,
    metrics: CommandMetrics,
    requests: ClientRequests,
    served: ServedClients,
    writer: ReplyWriter,
    thread: number,
  ) {
    this.#call = call;
    this.#metrics = metrics;
    this.#requests = requests;
    this.#writer = writer;
    this.#thread = thread;
    this.served = served;
    this.locks = new WaiterLocks(call.store);
    this.#reads = new TrackedReads(call.store);
    this.waiters = new Waiters(call.store.heap, call.store.observers.queues);
  }

  // ---------------------------------------------------------------- waiting

  waitFor(key: ArgIndex): void {
    this.#forgetOthers();
    this.#keys.push(key);
  }

  replaceArgument(index: ArgIndex, text: string): void {
    this.#forgetOthers();
    this.#replaced.push({ index, bytes: Buffer.from(text, 'latin1') });
  }

  /** Drops what a command before this one has named and then did not wait for. */
  #forgetOthers(): void {
    // A command that did not wait has replied, or was counted when the replies were sent.
    const turn = this.#call.store.stats[STAT.commands]!;
    const mark = this.#call.reply.mark();
    if (turn === this.#turn && mark === this.#mark) return;
    this.#turn = turn;
    this.#mark = mark;
    this.#forget();
  }

  #forget(): void {
    this.#keys.length = 0;
    if (this.#replaced.length > 0) this.#replaced = [];
  }

  block(call: Call, type: number, timeoutMs: number, noKey: boolean): Outcome {
    if (!this.#serving && !this.#enqueue(call, type, noKey)) call.fail(ERROR.outOfMemory);
    else if (!this.#serving) {
      call.server.clients.block(call.client, timeoutMs === 0 ? 0 : call.now() + timeoutMs);
    }
    const waits = this.#serving || call.client.waiter !== NO_REF;
    this.#forget();
    return waits ? PARKED_BLOCKED : undefined;
  }

  /** Puts the client into the queues of its keys, whose locks are held. @returns false if there is no room for it */
  #enqueue(call: Call, type: number, noKey: boolean): boolean {
    const { store, client, args } = call;
    const request = args as ParsedRequest;
    const row = request.row!;
    const positions = this.#positions;
    row.keyPositions(request, positions);
    let low = 0;
    let high = 0;
    for (let i = 0; i < positions.count; i++) {
      const shard = store.shards[positions.at[i]!]!;
      if (shard < 32) low |= 1 << shard;
      else high |= 1 << (shard - 32);
    }
    const keys = this.#keys;
    const feeds = positions.count > keys.length;
    const { slot, id, resp } = client;
    const { db } = store;
    const { group = 0, bit = 0 } = client.tracking?.remembers === true ? client.tracking : {};
    const thread = this.#thread;
    const facts = { thread, slot, id, resp, db, row: row.id, type, low, high, feeds, noKey, group, bit };
    const waiter = this.waiters.add(store.shards[keys[0]!]!, facts, request, keys.length, this.#replaced);
    if (waiter === NO_REF) return false;
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i]!;
      this.waiters.enter(waiter, i, store.shards[key]!, store.hashes[key]!, request, key, facts);
    }
    client.waiter = waiter;
    client.waitLow = low;
    client.waitHigh = high;
    return true;
  }

  /**
   * Takes a client whose wait is over out of its queues. No lock is held, and none that a script keeps is waited for: until
   * they are had, who meets the waiter in a queue passes it by.
   */
  leave(client: Client): void {
    const left = new LeftWaiter(client.waiter, client.waitLow, client.waitHigh);
    client.waiter = NO_REF;
    this.waiters.end(left.waiter);
    left.leave(this.#call.store, this.waiters);
  }

  // ---------------------------------------------------------------- serving

  /** Serves whoever waits for what the running command, which is done, has changed. Its locks are still held. */
  serve(): void {
    const call = this.#call;
    const { store } = call;
    const { queues } = store.observers;
    const { reply, client, inTransaction } = call;
    call.reply = this.#writer;
    call.client = this.#standIn;
    call.inTransaction = false;
    this.#serving = true;
    // What was there for the whole of a transaction or script may be past its time when it is done.
    store.forgetTime();
    // Whoever is served may make further keys ready: they come behind.
    for (let i = 0; i < queues.readyCount; i++) this.#serveQueue(queues.readyShards[i]!, queues.readyQueues[i]! as Ref);
    queues.readyCount = 0;
    queues.covered = false;
    this.#serving = false;
    call.reply = reply;
    call.client = client;
    call.inTransaction = inTransaction;
  }

  // cold: a key went in the background, or while no further lock could be taken.
  /** Serves whoever waits for the going of keys. No lock is held. @returns false when locks were not had: try again */
  serveGone(locks: LockGate): boolean {
    const { queues } = this.#call.store.observers;
    const { late } = queues;
    queues.late = [];
    for (let i = 0; i < late.length; i++) {
      const { shard, db, hash, key } = late[i]!;
      locks.clear();
      locks.add(shard);
      const isHad = locks.takeSet() && this.locks.widen(locks, () => queues.gather(shard, hash, key, 0, key.length));
      if (!isHad) {
        queues.late.push(...late.slice(i));
        return false;
      }
      queues.covered = true;
      queues.touch(shard, db, hash, key, 0, key.length);
      if (queues.readyCount > 0) this.serve();
      queues.covered = false;
      locks.giveSet();
      if (this.served.count > 0) this.served.deliver();
    }
    return true;
  }

  #serveQueue(shard: number, queue: Ref): void {
    const { queues } = this.#call.store.observers;
    queues.begin(queue);
    for (let node = queues.head(queue); node !== NO_REF; ) {
      const type = this.#typeOf(shard, queue);
      if (type === NO_TYPE && !queues.wantsNoKey(queue)) break;
      const next = queues.next(node);
      const waiter = queues.waiter(node);
      if (this.waiters.wants(waiter, type)) this.#serveWaiter(waiter);
      node = next;
    }
    queues.end(shard, queue);
  }

  /** Type of the key of a queue, NO_TYPE if there is no such key. */
  #typeOf(shard: number, queue: Ref): number {
    const { store } = this.#call;
    const { entries } = store.observers.queues;
    const root = store.rootAt(shard, entries.db(queue));
    const bytes = entries.bytesOf(queue);
    const at = entries.keyAt(queue);
    const ref = store.table.find(store.control, root, entries.hash(queue), bytes, at, entries.keyLength(queue));
    return ref === NO_REF || store.isExpired(ref) ? NO_TYPE : store.records.type(ref);
  }

  /** Runs the command of one client. What is still not there lets it wait on, in its place. */
  #serveWaiter(waiter: Ref): void {
    const { waiters } = this;
    const slot = waiters.slot(waiter);
    if (!this.#requests.beginServing(slot)) return;
    if (waiters.hasEnded(waiter)) {
      // It is another wait of the row that would be served.
      this.#requests.notServed(slot);
      return;
    }
    const startUs = monotonicUs();
    const row = this.#call.server.table.rows[waiters.row(waiter)]!;
    const from = this.#writer.mark();
    const events = this.#call.store.observers.pending.count;
    if (this.#run(waiter, row) === PARKED_BLOCKED) {
      this.#requests.notServed(slot);
      return;
    }
    const us = monotonicUs() - startUs;
    this.served.add(waiters.thread(waiter), slot, waiters.id(waiter), from, this.#writer.mark(), us, events);
    waiters.remove(waiter);
    this.#requests.served(slot);
    this.#call.store.stats[STAT.commands]! += 1;
    this.#metrics.ran(row.id, 1, us);
  }

  #run(waiter: Ref, row: Row): Outcome {
    const call = this.#call;
    const { store } = call;
    const request = this.#request;
    const client = this.#standIn;
    const { waiters } = this;
    waiters.readRequest(waiter, request);
    request.row = row;
    client.resp = waiters.resp(waiter);
    client.db = waiters.db(waiter);
    this.#writer.setResp(client.resp);
    call.args = request;
    store.args = request;
    store.db = client.db;
    if (row.parse(request) !== 0) throw new Error(`the request of a blocked ${row.name} does not parse any more`);
    row.keyPositions(request, this.#positions);
    for (let i = 0; i < this.#positions.count; i++) store.prepare(this.#positions.at[i]!);
    const errors = this.#writer.errorCount;
    const changes = store.heap.operations;
    const mark = this.#writer.mark();
    this.#forget();
    const { tracked } = store.observers;
    tracked.serving(waiters.slot(waiter));
    let outcome: Outcome;
    try {
      outcome = row.command!.run(call, row.parser.values);
    } catch (error) {
      afterException(call, row, changes, mark, error);
    }
    tracked.serving(NOBODY);
    if (this.#writer.errorCount !== errors) this.#metrics.failed(row.id);
    if (waiters.bit(waiter) !== 0 && outcome === undefined) this.#track(waiter, request, row);
    return outcome;
  }

  // cold: a client that tracks what it reads was served.
  #track(waiter: Ref, request: ParsedRequest, row: Row): void {
    const { waiters } = this;
    this.#reads.note({ remembers: true, group: waiters.group(waiter), bit: waiters.bit(waiter) }, request, row);
  }
}
