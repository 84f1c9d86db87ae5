/** An io thread: joins the store, loads the commands, listens, and serves its connections until it is told to stop. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { CommandTable } from '../../protocol/command/table.ts';
import type { ParserLimits } from '../../protocol/resp/request-parser.ts';
import { BlockedCommands } from '../dispatch/blocked-commands.ts';
import { REPLY_ON } from '../dispatch/client.ts';
import { CommandMetrics } from '../dispatch/command-metrics.ts';
import { Call } from '../dispatch/context.ts';
import { Dispatcher } from '../dispatch/dispatcher.ts';
import { HeldTransactions } from '../dispatch/held-transactions.ts';
import { loadCommands } from '../dispatch/load-commands.ts';
import { LockGate } from '../dispatch/lock-gate.ts';
import { MemoryGate } from '../dispatch/memory-gate.ts';
import { ServedClients } from '../dispatch/served-clients.ts';
import { ShardWalk } from '../dispatch/shard-walk.ts';
import { ThreadClients } from '../io/clients/thread-clients.ts';
import { type Listener, type ListenOptions, listen } from '../io/listener.ts';
import { MessageDelivery } from '../io/messages/message-delivery.ts';
import { Subscriptions } from '../io/messages/subscriptions.ts';
import { RECORD_REDIRECTED, Tracking } from '../io/messages/tracking.ts';
import { STAT } from '../memory/thread-stats.ts';
import type { LargeRef } from '../memory/types.ts';
import { ALL_GATES } from '../messaging/gate-state.ts';
import { Invalidations } from '../messaging/invalidations.ts';
import { KeyNotifier } from '../messaging/key-notifier.ts';
import { RECORD_LOST } from '../messaging/outbox.ts';
import { MessageAssembly, Publisher, RECORD_MESSAGE } from '../messaging/publisher.ts';
import { CountingReplyWriter } from '../metrics/counting-reply-writer.ts';
import { noteHeap, noteLoop } from '../metrics/gauges/thread-heap.ts';
import { ServerInfo } from '../metrics/server-info.ts';
import { serveAdmin } from './admin-client.ts';
import { IoHost } from './io-host.ts';
import { lastReplies } from './last-replies.ts';
import { makeUpForLost } from './lost-records.ts';
import type { FromThread, ToThread } from './messages.ts';
import { sampleHotKeys } from './sample-hot-keys.ts';
import { shipScript, wakeScriptThread } from './script-jobs.ts';
import { createEngine } from './script-parts.ts';
import { Standstill } from './standstill.ts';
import { joinStore } from './store-thread.ts';
import type { ThreadData } from './thread-data.ts';
import { ThreadPorts } from './thread-ports.ts';

/** How often clients are looked over for timeouts, and the heap is measured. */
const CRON_MS = 1_000;

const data = workerData as ThreadData;
const port = parentPort!;
const thread = await joinStore(data);
const { store, types, settings } = thread;
const release = (token: number): void => store.large.release(token as LargeRef);
const table = new CommandTable(await loadCommands());
const info = new ServerInfo({
  ...data,
  settings,
  store,
  limit: thread.limit,
  commands: table.rows,
  shutdown: () => ports.end(),
});
const reply = new CountingReplyWriter(release, info.errors);
const rareWriter = (): CountingReplyWriter => new CountingReplyWriter(release, info.errors, true);
const ports = new ThreadPorts(table, info, data.clients, ALL_GATES, tell);
const call = new Call(store, types, new ShardWalk(store), reply, settings, ports);
const memory = new MemoryGate(thread.limit, thread.evictor);
const metrics = new CommandMetrics(data.commandMetrics, data.index);
const dispatcher = new Dispatcher(call, table, new LockGate(store), memory, metrics);
const scripts = createEngine(data, call, dispatcher, memory, rareWriter(), true, tell);
const limits: ParserLimits = { maxBulkLength: 0, maxInlineLength: 65536, largeThreshold: 0, maxQueryBuffer: 0 };
const host = new IoHost(thread, dispatcher, memory, limits);
const clients = new ThreadClients(data.clients, data.index, table, host);
host.clients = clients;
host.shipScript = (client, request, held) => {
  scripts.noteShipped();
  shipScript(data, client, request, held);
};
scripts.onWake = () => wakeScriptThread(data);
let waiting = 0;
let paused = 0;
const countBlocked = (): void => {
  store.stats[STAT.blockedClients] = waiting + paused;
};
clients.blocked.onCount = (count, timed) => {
  waiting = count;
  store.stats[STAT.timedClients] = timed;
  countBlocked();
};
clients.paused.onCount = (count) => {
  paused = count;
  countBlocked();
};
const publisher = new Publisher(
  data.clients,
  data.index,
  clients.outbox,
  (kind, name, from, to, payload, start, end, isBehind) =>
    messages.take(call.client, kind, name, from, to, payload, start, end, isBehind),
);
const subscriptions = new Subscriptions(data.index, publisher, store.stats);
const messages = new MessageDelivery(call, subscriptions, (client, buf, start, end) =>
  host.push(client, buf, start, end),
);
const assembly = new MessageAssembly((kind, name, from, to, payload, start, end, isBehind) =>
  messages.take(undefined, kind, name, from, to, payload, start, end, isBehind),
);
host.subscriptions = subscriptions;
const notifier = new KeyNotifier(publisher);
subscriptions.tellEvents = () => notifier.publishSoFar(store.observers.pending);
dispatcher.news.onEvents = () => notifier.publish(store.observers.pending);
host.messages = messages;
messages.held.isServed = (client) => clients.blocked.isServed(client);
const invalidations = new Invalidations(data.clients, data.index, data.ioThreads, clients.outbox);
store.observers.tracked.invalidated = invalidations;
const tracking = new Tracking({
  thread: data.index,
  control: store.control,
  channels: publisher.table,
  clients: clients.table,
  invalidations,
  messages,
  outbox: clients.outbox,
  clientIn: (slot) => clients.inRow(slot),
});
host.tracking = tracking;
ports.clients = clients;
ports.pubsub = subscriptions;
ports.scripts = scripts;
ports.tracking = tracking;
clients.onRecord = (kind, record) => {
  if (kind === RECORD_MESSAGE) assembly.take(record);
  else if (kind === RECORD_REDIRECTED) tracking.redirected(record);
  else if (kind === RECORD_LOST) makeUpForLost(record, host, tracking, store.stats);
};
clients.mail.onInvalidation = (record) => tracking.received(record);
clients.mail.onRead = () => {
  // Behind a reply that is dropped, so as not to be dropped with it.
  if (tracking.running?.replyMode === REPLY_ON) messages.writeOwn();
};
dispatcher.news.mail = clients.mail;
dispatcher.news.onInvalidated = (byCommand) => tracking.tell(byCommand);
// What blocked clients are replied is written aside: the call's writer is in the middle of somebody else's batch.
const aside = rareWriter();
const served = new ServedClients(data.index, aside, clients.outbox, (slot, id, pieces, us) =>
  clients.servedSoon(slot, id, pieces, us),
);
served.tellFirst = (events) => {
  dispatcher.news.tellInvalidations();
  notifier.publishFirst(store.observers.pending, events);
};
dispatcher.blocked = new BlockedCommands(call, metrics, clients.requests, served, aside, data.index);
call.blocking = dispatcher.blocked;
dispatcher.transactions.held = new HeldTransactions(call, rareWriter());
dispatcher.timer.onTimed = info.timed;
sampleHotKeys(data, dispatcher, info.hotKeys);
dispatcher.onMonitored = (row, client, request) => clients.monitors.saw(row, client, request);
scripts.onScript = (row, client, request) => clients.monitors.sawScript(row, client, request);
const listeners: Listener[] = [];
const standstill = new Standstill({
  host,
  limits,
  port,
  listeners,
  // The one that runs the script is in the middle of its work.
  makeDispatcher: () => {
    const other = new Call(store, types, new ShardWalk(store), rareWriter(), settings, ports);
    return new Dispatcher(other, table, new LockGate(store), memory, metrics);
  },
  onMessage,
  tell,
});
scripts.onBusy = () => standstill.look(call);
scripts.onEnd = () => standstill.end();

function applySettings(): void {
  const { current } = settings;
  limits.maxBulkLength = current.protoMaxBulkLen;
  limits.maxQueryBuffer = current.clientQueryBufferLimit;
  limits.largeThreshold = current.largeObjectThreshold;
  store.observers.classes = notifier.configure(current.notifyKeyspaceEvents);
  const slowest = current.slowlogLogSlowerThan;
  const latency = current.latencyMonitorThreshold;
  dispatcher.timer.slowUs = Math.min(slowest < 0 ? Infinity : slowest, latency === 0 ? Infinity : latency * 1000);
  dispatcher.timer.isExact = current.slowlogLogSlowerThan >= 0 && current.slowlogLogSlowerThan < 1000;
}

async function start(addresses: readonly ListenOptions['address'][]): Promise<void> {
  // It may listen already: main stood in for it, and it had gone on before it heard of that.
  const missing = listeners.length === 0 ? addresses : [];
  for (const address of missing) {
    const result = await listen({
      address,
      backlog: settings.current.tcpBacklog,
      handler: host.session,
      accept: (transport) => host.accept(transport),
    });
    if (!result.ok) {
      await Promise.all(listeners.splice(0).map((listener) => listener.close()));
      tell({ type: 'listen-failed', message: result.message });
      return;
    }
    listeners.push(result.listener);
  }
  tell({ type: 'listening', ports: listeners.map((listener) => listener.port) });
}

/** Takes no more connections, lets the present ones take their replies, and ends the thread. */
async function stop(): Promise<void> {
  // Whoever has connected may wait to be accepted, with requests already sent: closing the listener would reset it.
  await nextTurn();
  await nextTurn();
  await Promise.all(listeners.map((listener) => listener.close()));
  await lastReplies(host.connections, (connection) => host.session.close(connection), clients.gates.isEnding);
  process.exit(0);
}

function tell(message: FromThread): void {
  port.postMessage(message);
}

function onMessage(message: ToThread): void {
  if (message.type === 'listen') void start(message.addresses);
  else if (message.type === 'serve-admin') serveAdmin(message, host.session, limits);
  else if (message.type === 'serve-client') standstill.serve(message);
  else if (message.type === 'stop') void stop();
}

port.on('message', onMessage);
applySettings();
settings.onChange(applySettings);
noteHeap(store.stats);
setInterval(() => {
  noteHeap(store.stats);
  noteLoop(store.stats);
  host.cron();
}, CRON_MS).unref();
clients.start();
tell(data.index === 0 ? { type: 'ready', commands: table.rows.map(({ name }) => name) } : { type: 'ready' });
