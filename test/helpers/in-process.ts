/**
 * A whole server without sockets and threads, for the tests of commands: request bytes in, replies out, and an audit of
 * what the commands left behind.
 */
import { CommandTable } from '../../protocol/command/table.ts';
import { defaultLimits } from '../../protocol/resp/limits.ts';
import { decodeReplies, type Reply } from '../../protocol/resp/reply-parser.ts';
import { COMMAND, LARGE_BULK, NEED_MORE, RequestParser } from '../../protocol/resp/request-parser.ts';
import { encodeCommand } from '../../protocol/resp/request-writer.ts';
import { Client } from '../../src/dispatch/client.ts';
import { COMMAND_METRICS_BYTES, CommandMetrics } from '../../src/dispatch/command-metrics.ts';
import { Call } from '../../src/dispatch/context.ts';
import { Dispatcher, DONE } from '../../src/dispatch/dispatcher.ts';
import { loadCommands } from '../../src/dispatch/load-commands.ts';
import { LockGate } from '../../src/dispatch/lock-gate.ts';
import { MemoryGate } from '../../src/dispatch/memory-gate.ts';
import type { ServerPorts } from '../../src/dispatch/ports.ts';
import { ParsedRequest } from '../../src/dispatch/request.ts';
import { ShardWalk } from '../../src/dispatch/shard-walk.ts';
import { endTransaction } from '../../src/dispatch/transaction.ts';
import { unwatchAll } from '../../src/dispatch/watched-keys.ts';
import { Evictor } from '../../src/eviction/evictor.ts';
import { loadPolicies } from '../../src/eviction/load-policies.ts';
import { MessageDelivery } from '../../src/io/messages/message-delivery.ts';
import { Subscriptions } from '../../src/io/messages/subscriptions.ts';
import type { Tracking } from '../../src/io/messages/tracking.ts';
import { auditLarge } from '../../src/memory/large/large-audit.ts';
import { LargeSink } from '../../src/memory/large/large-sink.ts';
import { S_LOCK, SHARDS } from '../../src/memory/layout.ts';
import { LOCK_FREE } from '../../src/memory/lock.ts';
import { createSharedMemory } from '../../src/memory/shared-memory.ts';
import type { SharedMemory } from '../../src/memory/slabs.ts';
import { STATS_BYTES, statsRow } from '../../src/memory/thread-stats.ts';
import { type LargeRef, NO_LARGE } from '../../src/memory/types.ts';
import { createClientMemory } from '../../src/messaging/client-memory.ts';
import { Doorbells } from '../../src/messaging/doorbell.ts';
import { GateState } from '../../src/messaging/gate-state.ts';
import { Inboxes } from '../../src/messaging/inbox.ts';
import { KeyNotifier } from '../../src/messaging/key-notifier.ts';
import { Outbox } from '../../src/messaging/outbox.ts';
import { Publisher } from '../../src/messaging/publisher.ts';
import { CountingReplyWriter } from '../../src/metrics/counting-reply-writer.ts';
import { ServerInfo } from '../../src/metrics/server-info.ts';
import { createServerMemory } from '../../src/metrics/server-memory.ts';
import { createRunningMemory, RunningScripts } from '../../src/scripting/running-scripts.ts';
import { ScriptCommands } from '../../src/scripting/script-commands.ts';
import { ScriptEngine } from '../../src/scripting/script-engine.ts';
import { createScriptMemory } from '../../src/scripting/script-log.ts';
import { ScriptTable } from '../../src/scripting/script-table.ts';
import { DataTypes } from '../../src/store/data-types.ts';
import { Keyspace } from '../../src/store/keyspace.ts';
import { MemoryLimit } from '../../src/store/memory-limit.ts';
import { Strings } from '../../src/store/strings/strings.ts';
import { applyTypeSettings } from '../../src/threads/type-settings.ts';
import { viewOf } from '../config/helpers.ts';
import { trackingFor, trackingPort } from './in-process-tracking.ts';
import { leftOver } from './left-over.ts';
import { replyText } from './reply-text.ts';
import { takeReply } from './take-reply.ts';

export type Argument = string | number | bigint | Uint8Array;
/** A command line with the quoting of inline commands, or its arguments. */
export type Request = string | readonly Argument[];

export interface InProcessOptions {
  /** Of the command line: `['--databases', '4']`. */
  readonly settings?: readonly string[];
  /** Ports that the commands under test call. */
  readonly ports?: Partial<ServerPorts>;
  /** A store that other threads work on too: a command that does not get its locks in time is tried again. */
  readonly joins?: {
    readonly shared: SharedMemory;
    readonly stats: Float64Array;
    readonly seed: readonly [number, number];
  };
}

export class InProcess {
  readonly dispatcher: Dispatcher;
  readonly store: Keyspace;
  readonly strings: Strings;
  readonly call: Call;
  readonly limit: MemoryLimit;
  /** Whether other threads work on the store too. */
  isShared = false;
  readonly shared: ReturnType<typeof createSharedMemory>;
  /** The client that `send` speaks for. Another one may be put in its place. */
  client = new Client(1, '127.0.0.1:1', '127.0.0.1:6379', Date.now(), true);
  readonly #request = new ParsedRequest();
  readonly #parser = new RequestParser(defaultLimits());

  /** Messages on their way to subscribers, and what was written to each: see `messagesFor`. */
  readonly messages: MessageDelivery;
  /** Client-side caching; clients are found by `inRow`. */
  tracking!: Tracking;
  readonly inRow = new Map<number, Client>();
  readonly #pushed = new Map<Client, string>();

  constructor(
    dispatcher: Dispatcher,
    limit: MemoryLimit,
    shared: ReturnType<typeof createSharedMemory>,
    subscriptions: Subscriptions,
  ) {
    this.messages = new MessageDelivery(dispatcher.call, subscriptions, (client, buf, start, end) => {
      this.#pushed.set(client, (this.#pushed.get(client) ?? '') + buf.toString('latin1', start, end));
    });
    this.dispatcher = dispatcher;
    this.call = dispatcher.call;
    this.store = this.call.store;
    this.strings = this.call.strings;
    this.limit = limit;
    this.shared = shared;
    this.#parser.restricted = false;
  }

  /** Runs one command. Throws when it parks or does not answer exactly once. */
  send(request: Request): Reply {
    const replies = decodeReplies(this.sendForBytes(request));
    if (replies.length !== 1) throw new Error(`${replies.length} replies to ${String(request)}`);
    return replies[0]!;
  }

  /** The reply as redis-cli prints it. */
  ask(request: Request): string {
    return replyText(this.send(request));
  }

  /** What subscriptions have brought a client since it was asked for last. */
  messagesFor(client: Client): Reply[] {
    this.messages.flush();
    const text = this.#pushed.get(client) ?? '';
    this.#pushed.delete(client);
    return decodeReplies(Buffer.from(text, 'latin1'));
  }

  /** The reply's bytes. */
  sendForBytes(request: Request): Buffer {
    const { reply } = this.call;
    const bytes = typeof request === 'string' ? Buffer.from(`${request}\r\n`) : encodeCommand(request);
    this.store.setTime(Date.now());
    reply.begin(this.client.resp);
    this.#parser.feed(bytes, 0, bytes.length);
    this.tracking.running = this.client;
    this.#runAll();
    this.dispatcher.endGroup();
    this.tracking.flush();
    this.messages.writeOwn();
    this.tracking.running = undefined;
    this.#parser.endBatch();
    return takeReply(this.call);
  }

  #runAll(): void {
    const parser = this.#parser;
    for (let status = parser.next(); status !== NEED_MORE; status = parser.next()) {
      if (status === LARGE_BULK) this.#placeLarge();
      else if (status !== COMMAND) throw new Error(`protocol error: ${parser.errorText}`);
      else {
        const request = this.#request;
        request.take(parser);
        this.dispatcher.ahead.look(request);
        while (this.dispatcher.dispatch(this.client, request) !== DONE) {
          if (!this.isShared) throw new Error('the command was parked');
        }
        for (const sink of request.sinks) (sink as LargeSink | null)?.abort();
      }
    }
  }

  #placeLarge(): void {
    const { large } = this.store;
    const parser = this.#parser;
    const { buf, argc, argStart, argLen } = parser;
    if (this.dispatcher.ahead.find(buf, argc, argStart, argLen)?.streamsArgument(parser.largeArgIndex) !== true) {
      parser.bufferLarge();
      return;
    }
    const object = large.allocate(parser.largeLength);
    if (object === NO_LARGE) {
      parser.discardLarge();
      return;
    }
    const sink = new LargeSink(large);
    sink.begin(object);
    parser.sinkLarge(sink);
  }

  /** What is wrong between commands: locks that are held, pages that nobody owns. Empty when all is well. */
  audit(): string[] {
    const problems: string[] = [];
    for (let shard = 0; shard < SHARDS; shard++) {
      const base = this.store.heap.base(shard);
      if (this.store.control[base + S_LOCK] !== LOCK_FREE) problems.push(`the lock of shard ${shard} is held`);
    }
    return [...problems, ...auditLarge(this.store.large, this.shared).problems];
  }

  /** Empties the store by FLUSHALL and says what is still accounted for, beside what `audit` finds. */
  emptyAndAudit(): string[] {
    this.client.db = 0;
    endTransaction(this.client);
    unwatchAll(this.store, this.client);
    this.call.server.pubsub.forget(this.client);
    this.call.server.tracking.end(this.client);
    const reply = this.ask('FLUSHALL');
    const problems = reply === 'OK' ? [] : [`FLUSHALL answers ${reply}`];
    return [...problems, ...this.audit(), ...leftOver(this.store, this.limit)];
  }
}

/** Starts a server with every command of `src/commands`. */
export async function startInProcess(options: InProcessOptions = {}): Promise<InProcess> {
  const settings = viewOf({ arguments: ['--maxmemory', '0', ...(options.settings ?? [])] });
  const { current } = settings;
  const { joins } = options;
  const shared = joins?.shared ?? createSharedMemory(current.databases, true);
  const stats = new SharedArrayBuffer(STATS_BYTES);
  const commandMetrics = new SharedArrayBuffer(COMMAND_METRICS_BYTES);
  const store = new Keyspace(shared, joins?.stats ?? statsRow(stats, 0), joins?.seed ?? [1, 2]);
  const types = new DataTypes(store, new Strings(store));
  applyTypeSettings(types, current);
  const policy = (await loadPolicies()).get(current.maxmemoryPolicy)!;
  store.accesses.mode = policy.access;
  store.accesses.lfuLogFactor = current.lfuLogFactor;
  store.accesses.lfuDecayMinutes = current.lfuDecayTime;
  const limit = new MemoryLimit(store);
  limit.applyLimit(current.maxmemory);
  const table = new CommandTable(await loadCommands());
  const scriptMemory = createScriptMemory();
  const info = new ServerInfo({
    settings,
    store,
    limit,
    stats,
    commandMetrics,
    server: createServerMemory(current.databases),
    commands: table.rows,
    ioThreads: 1,
    startedMs: Date.now(),
    runId: '0'.repeat(40),
    configFile: '',
    scripts: scriptMemory,
    shutdown: () => undefined,
  });
  // One thread's end of publish and subscribe; nothing of it is used unless somebody subscribes.
  const clients = createClientMemory(1);
  const outbox = new Outbox(new Inboxes(clients), new Doorbells(clients));
  const publisher = new Publisher(clients, 0, outbox, (...message) => server.messages.take(call.client, ...message));
  const pubsub = new Subscriptions(0, publisher, store.stats);
  const tracking = trackingPort(() => server.tracking);
  const scripts: { port?: ScriptEngine } = {};
  const own = {
    table,
    info,
    pubsub,
    tracking,
    get scripts() {
      return scripts.port;
    },
    clients: { unmonitor: () => undefined, publish: () => undefined },
    gateBits: () => 0,
    fatal: fail,
    unexpected: fail,
  };
  const ports = Object.defineProperties(
    own,
    Object.getOwnPropertyDescriptors(options.ports ?? {}),
  ) as unknown as ServerPorts;
  const reply = new CountingReplyWriter((token) => store.large.release(token as LargeRef), info.errors);
  const call = new Call(store, types, new ShardWalk(store), reply, settings, ports);
  const memory = new MemoryGate(limit, new Evictor(store, policy));
  const metrics = new CommandMetrics(commandMetrics, 0);
  const dispatcher = new Dispatcher(call, table, new LockGate(store), memory, metrics);
  dispatcher.timer.onTimed = info.timed;
  const aside = new CountingReplyWriter((token) => store.large.release(token as LargeRef), info.errors);
  scripts.port = new ScriptEngine({
    call,
    memory,
    commands: new ScriptCommands(call, dispatcher.ahead, metrics, aside),
    table: new ScriptTable(scriptMemory),
    running: new RunningScripts(createRunningMemory(), 0, new GateState(clients)),
    mayMove: false,
    log: () => undefined,
  });
  const notifier = new KeyNotifier(publisher);
  dispatcher.news.onEvents = () => notifier.publish(store.observers.pending);
  store.observers.classes = notifier.configure(current.notifyKeyspaceEvents);
  const server = new InProcess(dispatcher, limit, shared, pubsub);
  server.isShared = joins !== undefined;
  server.tracking = trackingFor(server, clients, outbox);
  return server;
}

function fail(command: string, error: unknown): never {
  throw new Error(`${command} threw: ${(error as Error).stack}`, { cause: error });
}
