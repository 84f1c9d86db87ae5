/** Several io threads with their clients in one process, without sockets: for the commands about connections. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Example } from '../../protocol/command/define.ts';
import { CommandTable } from '../../protocol/command/table.ts';
import { Client } from '../../src/dispatch/client.ts';
import { loadCommands } from '../../src/dispatch/load-commands.ts';
import { endTransaction } from '../../src/dispatch/transaction.ts';
import { unwatchAll } from '../../src/dispatch/watched-keys.ts';
import { type ClientThread, ThreadClients } from '../../src/io/clients/thread-clients.ts';
import { NO_REF } from '../../src/memory/types.ts';
import { createClientMemory } from '../../src/messaging/client-memory.ts';
import { GateState } from '../../src/messaging/gate-state.ts';
import { type Cases, play } from './command-cases.ts';
import { type InProcess, type Request, startInProcess } from './in-process.ts';

/** One io thread, and what was done to its clients. */
export class TestThread implements ClientThread {
  server!: InProcess;
  clients!: ThreadClients;
  gates!: GateState;
  readonly dropped: Client[] = [];
  readonly resumed: Client[] = [];
  readonly pushed = new Map<Client, string>();

  drop(client: Client): void {
    this.dropped.push(client);
    this.clients.remove(client);
  }

  resume(client: Client): void {
    this.resumed.push(client);
  }

  abandon(client: Client): void {
    endTransaction(client);
    unwatchAll(this.server.store, client);
  }

  keyWent(): void {}

  goOn(): boolean {
    return false;
  }

  flushMessages(): void {}

  leaveQueues(client: Client): void {
    client.waiter = NO_REF;
  }

  endWait(client: Client): void {
    this.resumed.push(client);
  }

  wasServed(): void {}

  answer(client: Client | undefined): void {
    if (client !== undefined) this.resumed.push(client);
  }

  push(client: Client, replies: Buffer): void {
    this.pushed.set(client, (this.pushed.get(client) ?? '') + replies.toString('latin1'));
  }

  /** A new client of this thread. */
  connect(id: number, address = `10.0.0.${id}:5000`, authenticated = true): Client {
    const client = new Client(id, address, '127.0.0.1:6379', Date.now(), authenticated);
    this.clients.add(client, 100 + id);
    return client;
  }

  /** Sends a request for a client. @returns the reply as redis-cli prints it */
  ask(client: Client, request: Request): string {
    this.server.client = client;
    const reply = this.server.ask(request);
    this.clients.batchEnded(client, 0, 0);
    return reply;
  }
}

/** Starts threads; the first one has client 1, for which its server speaks. */
export async function startThreads(count: number, settings: readonly string[] = []): Promise<TestThread[]> {
  const shared = createClientMemory(count);
  const table = new CommandTable(await loadCommands());
  const threads: TestThread[] = [];
  for (let index = 0; index < count; index++) {
    const thread = new TestThread();
    thread.clients = new ThreadClients(shared, index, table, thread);
    thread.gates = new GateState(shared);
    const { clients, gates } = thread;
    thread.server = await startInProcess({ settings, ports: { clients, gateBits: () => gates.bits() } });
    thread.clients.start();
    threads.push(thread);
  }
  threads[0]!.server.client = threads[0]!.connect(1, '127.0.0.1:1');
  return threads;
}

/** Lets the event loop turn until something holds, for seconds at most: timers are under way, and the machine is busy. */
export async function until(holds: () => boolean): Promise<void> {
  const end = performance.now() + 5_000;
  while (!holds() && performance.now() < end) await nextTurn();
  expect(holds()).toBe(true);
}

interface CommandRow {
  readonly name: string;
  readonly examples: readonly Example[];
}

/** Like `testCommand`, on two threads with their clients, made anew for each case. */
export function testConnectionCommand(
  row: CommandRow,
  cases: Cases,
  more?: (threads: () => readonly [TestThread, TestThread]) => void,
  settings: readonly string[] = [],
): void {
  describe(row.name.replace('|', ' ').toUpperCase(), () => {
    let threads: TestThread[] = [];
    beforeEach(async () => {
      threads = await startThreads(2, settings);
    });
    afterEach(() => {
      for (const thread of threads) thread.clients.stop();
    });
    const server = (): InProcess => threads[0]!.server;

    it('answers as its examples say', () => play(server(), row.examples));
    for (const [title, steps] of Object.entries(cases)) it(title, () => play(server(), steps));
    more?.(() => threads as unknown as readonly [TestThread, TestThread]);
  });
}
