/**
 * What the script thread runs scripts with: commands, dispatcher and engine, as in an io thread. It takes locks as that
 * does, and since nobody else depends on its event loop it simply waits for them.
 */
import { parentPort } from 'node:worker_threads';
import { CommandTable } from '../../protocol/command/table.ts';
import { BlockedCommands } from '../dispatch/blocked-commands.ts';
import type { Client } from '../dispatch/client.ts';
import { CommandMetrics } from '../dispatch/command-metrics.ts';
import { Call } from '../dispatch/context.ts';
import { Dispatcher, DONE } from '../dispatch/dispatcher.ts';
import { isPausable } from '../dispatch/gates/effects.ts';
import { loadCommands } from '../dispatch/load-commands.ts';
import { LockGate } from '../dispatch/lock-gate.ts';
import { MemoryGate } from '../dispatch/memory-gate.ts';
import type { ParsedRequest } from '../dispatch/request.ts';
import { ServedClients } from '../dispatch/served-clients.ts';
import { ShardWalk } from '../dispatch/shard-walk.ts';
import { type ClientThread, ThreadClients } from '../io/clients/thread-clients.ts';
import { Subscriptions } from '../io/messages/subscriptions.ts';
import { accessClock, wallClockMs } from '../memory/clock.ts';
import type { LargeRef } from '../memory/types.ts';
import { GATE_MONITORED } from '../messaging/gate-state.ts';
import { Invalidations } from '../messaging/invalidations.ts';
import { KeyNotifier } from '../messaging/key-notifier.ts';
import { Publisher } from '../messaging/publisher.ts';
import { type ReplyPiece, sendReply } from '../messaging/served-replies.ts';
import { CountingReplyWriter } from '../metrics/counting-reply-writer.ts';
import { ServerInfo } from '../metrics/server-info.ts';
import type { FromThread } from './messages.ts';
import { clientOf, requestOf, type ScriptJob } from './script-jobs.ts';
import { createEngine } from './script-parts.ts';
import { data, thread } from './script-store.ts';
import { ThreadPorts } from './thread-ports.ts';

/** Pause before locks that were not had are tried again. */
const RETRY_MS = 1;

const { store, types, settings } = thread;
const release = (token: number): void => store.large.release(token as LargeRef);
const table = new CommandTable(await loadCommands());
const { limit } = thread;
const shutdown = (): void => ports.end();
const info = new ServerInfo({ ...data, settings, store, limit, commands: table.rows, shutdown });
const reply = new CountingReplyWriter(release, info.errors);
// What holds up clients was asked before a script came here.
const ports = new ThreadPorts(table, info, data.clients, GATE_MONITORED, tell);
ports.tracking = { begin: () => false, end: () => undefined };
const call = new Call(store, types, new ShardWalk(store), reply, settings, ports);
const memory = new MemoryGate(limit, thread.evictor);
const metrics = new CommandMetrics(data.commandMetrics, data.index);
const dispatcher = new Dispatcher(call, table, new LockGate(store), memory, metrics);
const scripts = createEngine(
  data,
  call,
  dispatcher,
  memory,
  new CountingReplyWriter(release, info.errors),
  false,
  tell,
);
// No client is served here: nothing of the thread that a client has is ever asked for.
const clients = new ThreadClients(data.clients, data.index, table, {} as ClientThread);
const { outbox, gates } = clients;
const publisher = new Publisher(data.clients, data.index, outbox, () => undefined);
const subscriptions = new Subscriptions(data.index, publisher, store.stats);
ports.clients = clients;
ports.pubsub = subscriptions;
ports.scripts = scripts;
const notifier = new KeyNotifier(publisher);
subscriptions.tellEvents = () => notifier.publishSoFar(store.observers.pending);
dispatcher.news.onEvents = () => notifier.publish(store.observers.pending);
dispatcher.timer.onTimed = info.timed;
dispatcher.onMonitored = (row, client, request) => clients.monitors.saw(row, client, request);
scripts.onScript = (row, client, request) => clients.monitors.sawScript(row, client, request);
const invalidations = new Invalidations(data.clients, data.index, data.ioThreads, outbox);
store.observers.tracked.invalidated = invalidations;
const aside = new CountingReplyWriter(release, info.errors);
const served = new ServedClients(data.index, aside, outbox, () => undefined);
served.tellFirst = (events) => notifier.publishFirst(store.observers.pending, events);
dispatcher.blocked = new BlockedCommands(call, metrics, clients.requests, served, aside, data.index);
const pause = new Int32Array(new SharedArrayBuffer(4));
scripts.becomeReady();

/**
 * Runs one script and sends its reply to the thread of the client.
 * @param nextHeld gives a script of a transaction, which keeps the locks that this one may wait for
 */
export function runScript(job: ScriptJob, nextHeld: () => ScriptJob | undefined): void {
  if (job.held !== undefined) {
    runHeld(job, job.held);
    return;
  }
  const client = begin(job);
  const request = requestOf(job);
  dispatcher.ahead.look(request);
  for (;;) {
    keepWhilePaused(request);
    if (dispatcher.dispatch(client, request) === DONE) break;
    const held = nextHeld();
    if (held === undefined) Atomics.wait(pause, 0, 0, RETRY_MS);
    else runHeld(held, held.held!);
    begin(job);
  }
  dispatcher.endGroup();
  send(job, takeReply());
}

/** Runs a script of a transaction under the locks that its thread keeps. */
function runHeld(job: ScriptJob, { nowMs, frozenUs }: NonNullable<ScriptJob['held']>): void {
  const client = begin(job);
  const request = requestOf(job);
  dispatcher.ahead.look(request);
  keepWhilePaused(request);
  const ready = dispatcher.transactions.runForOther(client, request, nowMs, frozenUs);
  store.keepsExpired = false;
  send(job, [ready, ...takeReply()]);
}

/** While clients are paused scripts that only read may run, which delete nothing. */
function keepWhilePaused(request: ParsedRequest): void {
  store.keepsExpired = gates.pauseBits(wallClockMs()) !== 0 && !isPausable(call, request, request.row!);
}

function begin(job: ScriptJob): Client {
  settings.refreshIfChanged();
  store.observers.classes = notifier.configure(settings.current.notifyKeyspaceEvents);
  store.clock = accessClock(wallClockMs());
  const { slowlogLogSlowerThan } = settings.current;
  dispatcher.timer.isExact = slowlogLogSlowerThan >= 0 && slowlogLogSlowerThan < 1000;
  reply.begin(job.resp);
  invalidations.actFor(job.thread, job.noloop);
  return clientOf(job, wallClockMs());
}

function send(job: ScriptJob, pieces: readonly ReplyPiece[]): void {
  scripts.noteAnswered();
  sendReply(outbox, job.thread, job.slot, job.id, pieces);
  outbox.ring();
}

/** The reply as it travels; pins of large values go with it. */
function takeReply(): ReplyPiece[] {
  const pieces: ReplyPiece[] = [];
  for (let i = 0; i < reply.segmentCount(); i++) {
    const token = reply.segmentToken(i);
    pieces.push(token === 0 ? Buffer.from(reply.segmentBuffer(i)) : token);
  }
  for (const chunk of reply.detach()) reply.recycle(chunk);
  return pieces;
}

function tell(message: FromThread): void {
  parentPort?.postMessage(message);
}
