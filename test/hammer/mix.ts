/**
 * Many connections to one server do everything at once that takes locks of several kinds: transfers by MULTI, WATCH and
 * script, observers, and CONFIG SET, CLIENT KILL, SCRIPT LOAD and PUBLISH inside EXEC, while some scripts run for so long that
 * everybody is told -BUSY. Each command must be answered in time, and the sum of all accounts never changes.
 */
import type { Reply } from '../../protocol/resp/reply-parser.ts';
import { encodeCommand } from '../../protocol/resp/request-writer.ts';
import { NoReply, type RawClient } from '../helpers/raw-client.ts';
import { startServer, type TestServer } from '../helpers/server.ts';

export interface MixOptions {
  /** Io threads of the server. */
  readonly threads: number;
  readonly ms: number;
  readonly seed: number;
  /** Connections that work at once. */
  readonly connections: number;
  /** After so long without an answer the server counts as stuck. */
  readonly patienceMs?: number;
}

export interface MixResult {
  readonly problems: readonly string[];
  readonly done: Readonly<Record<string, number>>;
  /** Operations that were given up because a script ran for long. */
  readonly busy: number;
}

interface Result {
  problems: string[];
  done: Record<string, number>;
  busy: number;
  /** Scripts that were asked to take long or short, all connections together. */
  scripts: number;
}

/** Everybody is told -BUSY after so long, ms. */
const BUSY_MS = 40;
/** Processor time of a long script, s; how many short runs there are to a long one, and which is the first. */
const LONG_S = '0.08';
const SHORT_RUNS = 40;
const FIRST_LONG = 5;

/** A script ran for long: the operation is given up. */
class Busy extends Error {}

const ACCOUNTS = Array.from({ length: 12 }, (_, i) => `account:${i}`);
const START = 1_000;
const TOTAL = ACCOUNTS.length * START;
const TRANSFER = "redis.call('DECRBY', KEYS[1], ARGV[1]) redis.call('INCRBY', KEYS[2], ARGV[1]) return 1";
/** A transfer that stands still in its middle. */
const STAND = `redis.call('DECRBY', KEYS[1], 5)
  local from = os.clock() while os.clock() - from < tonumber(ARGV[1]) do pcall(function() local x = 1 end) end
  redis.call('INCRBY', KEYS[2], 5) return 1`;
/** It has changed nothing, so that SCRIPT KILL ends it. */
const LOOP = "local from = os.clock() while os.clock() - from < tonumber(ARGV[1]) do redis.call('GET', KEYS[1]) end";
const READ = 'local all = {} for i, key in ipairs(ARGV) do all[i] = redis.call("GET", key) end return all';
/** One key that is always somewhere among these. */
const PLACES = Array.from({ length: 5 }, (_, i) => `token:${i}`);

/** One connection and its share of the work. */
class Mixer {
  readonly #server: TestServer;
  readonly #client: RawClient;
  readonly #patienceMs: number;
  readonly #result: Result;
  #state: number;

  constructor(server: TestServer, client: RawClient, seed: number, patienceMs: number, result: Result) {
    this.#server = server;
    this.#client = client;
    this.#patienceMs = patienceMs;
    this.#result = result;
    this.#state = seed * 2_654_435_761 + 1;
  }

  async run(until: number): Promise<void> {
    const operations = Object.entries(this.#operations);
    const missing = (): [string, () => Promise<unknown>] | undefined =>
      operations.find(([name]) => this.#result.done[name] === undefined);
    while (this.#result.problems.length === 0) {
      // On a busy machine the time may be over before each thing was done once, or a script was in somebody's way.
      const end = this.#result.busy === 0 ? until + this.#patienceMs : until;
      const next = performance.now() < end ? operations[this.#random(operations.length)] : missing();
      if (next === undefined) return;
      const [name, operate] = next;
      try {
        await operate();
      } catch (error) {
        if (!(error instanceof Busy)) {
          this.#result.problems.push(`${name}: ${(error as Error).message}`);
          return;
        }
        this.#result.busy++;
        await this.#startAnew();
        continue;
      }
      this.#result.done[name] = (this.#result.done[name] ?? 0) + 1;
    }
  }

  readonly #operations: Readonly<Record<string, () => Promise<unknown>>> = {
    transfer: () => this.#transaction(this.#halves()),
    watched: async () => {
      const [from, to] = [this.#account(), this.#account()];
      if (from === to) return;
      const [, before] = await this.#pipeline([
        ['WATCH', from, to],
        ['MGET', from, to],
      ]);
      const [a, b] = (before!.value as Reply[]).map(({ value }) => Number(String(value)));
      await this.#transaction([['MSET', from, String(a! - 3), to, String(b! + 3)]]);
    },
    script: async () => {
      const transfer = ['EVAL', TRANSFER, '2', this.#account(), this.#account(), String(this.#random(9))];
      const [reply] = await this.#pipeline([transfer]);
      if (reply!.type === 'error') throw new Error(String(reply!.value));
    },
    observe: async () => this.#check((await this.#pipeline([['MGET', ...ACCOUNTS]]))[0]!),
    observeInside: async () => {
      const replies = await this.#transaction(ACCOUNTS.map((account) => ['GET', account]));
      this.#check(replies);
    },
    observeByScript: async () => this.#check((await this.#pipeline([['EVAL', READ, '0', ...ACCOUNTS]]))[0]!),
    move: () => this.#pipeline([['RENAME', this.#place(), this.#place()]]),
    moveInside: () =>
      this.#transaction([
        ['RENAME', this.#place(), this.#place()],
        ['RENAME', this.#place(), this.#place()],
      ]),
    scanInside: async () => {
      const replies = await this.#transaction([['SCAN', '0', 'MATCH', 'token:*', 'COUNT', '100000'], ['DBSIZE']]);
      const [, found] = (replies.value as Reply[])[0]!.value as Reply[];
      const tokens = (found!.value as Reply[]).length;
      if (tokens !== 1) throw new Error(`SCAN inside EXEC finds the one token ${tokens} times`);
    },
    configure: () =>
      this.#transaction([
        ...this.#halves(),
        ['CONFIG', 'SET', 'maxmemory-samples', String(3 + this.#random(10))],
        ['CONFIG', 'GET', 'maxmemory*'],
      ]),
    kill: async () => {
      const victim = await this.#connect();
      try {
        await victim.send(encodeCommand(['CLIENT', 'ID']));
        const id = String(heard((await victim.readReply(this.#patienceMs)).reply).value);
        await this.#transaction([...this.#halves(), ['CLIENT', 'KILL', 'ID', id], ['CLIENT', 'LIST']]);
        const { closed } = await victim.readToEnd(this.#patienceMs);
        if (!closed) throw new Error('a killed client lives on');
      } catch (error) {
        throw error instanceof NoReply && error.reason === 'closed' ? new Busy() : error;
      } finally {
        await victim.close();
      }
    },
    load: () =>
      this.#transaction([...this.#halves(), ['SCRIPT', 'LOAD', `return ${this.#random(100)}`], ['SCRIPT', 'FLUSH']]),
    publish: () =>
      this.#transaction([
        ['PUBLISH', 'news', 'x'],
        ...this.#halves(),
        ['PUBSUB', 'CHANNELS'],
        ['PUBLISH', 'news', 'y'],
      ]),
    everything: () => this.#transaction([['DBSIZE'], ['KEYS', 'account:1*'], ...this.#halves(), ['RANDOMKEY']]),
    queue: () =>
      this.#pipeline([
        ['RPUSH', `list:${this.#random(3)}`, 'x'],
        ['BLPOP', 'list:0', 'list:1', 'list:2', '0.01'],
      ]),
    subscribe: () =>
      this.#pipeline([
        ['SSUBSCRIBE', 'shard'],
        ['SUNSUBSCRIBE', 'shard'],
      ]),
    track: () =>
      this.#pipeline([
        ['CLIENT', 'TRACKING', 'ON'],
        ['GET', this.#account()],
        ['MGET', ...ACCOUNTS],
        ['CLIENT', 'TRACKING', 'OFF'],
      ]),
    stand: async () => {
      const [from, to] = [this.#account(), this.#account()];
      const run = (seconds: string): string[] => ['EVAL', STAND, '2', from, to, seconds];
      await this.#pipeline([run('0'), run('0'), ...(this.#isLong() ? [run(LONG_S)] : [])]);
    },
    loop: () => this.#pipeline([['EVAL', LOOP, '1', this.#account(), this.#isLong() ? LONG_S : '0']]),
    end: () => this.#pipeline([['SCRIPT', 'KILL']]),
    flush: async () => {
      // By itself: if a script that then ends has it refused, FLUSHDB behind it would empty the database of the accounts.
      await this.#pipeline([['SELECT', '1']]);
      await this.#pipeline([['SET', 'k', 'v'], ['FLUSHDB'], ['SELECT', '0']]);
    },
  };

  #random(below: number): number {
    this.#state = (Math.imul(this.#state, 1_103_515_245) + 12_345) >>> 0;
    return (this.#state >>> 8) % below;
  }

  /** Whether the next script is to be a long one. */
  #isLong(): boolean {
    const nth = ++this.#result.scripts;
    return nth === FIRST_LONG || nth % SHORT_RUNS === 0;
  }

  #account(): string {
    return ACCOUNTS[this.#random(ACCOUNTS.length)]!;
  }

  #place(): string {
    return PLACES[this.#random(PLACES.length)]!;
  }

  /** The two commands of a transfer. */
  #halves(): string[][] {
    const amount = String(this.#random(50));
    return [
      ['DECRBY', this.#account(), amount],
      ['INCRBY', this.#account(), amount],
    ];
  }

  async #pipeline(commands: readonly (readonly string[])[]): Promise<Reply[]> {
    await this.#client.send(Buffer.concat(commands.map((command) => encodeCommand(command))));
    const replies: Reply[] = [];
    while (replies.length < commands.length) replies.push((await this.#client.readReply(this.#patienceMs)).reply);
    return replies.map(heard);
  }

  /** @throws Busy when a thread comes to stand still, and resets who is about to be accepted */
  async #connect(): Promise<RawClient> {
    try {
      return await this.#server.connect();
    } catch (error) {
      throw (error as NodeJS.ErrnoException).code === 'ECONNRESET' ? new Busy() : error;
    }
  }

  /** Back to what the connection was at first, whatever part of an operation was refused. */
  async #startAnew(): Promise<void> {
    await this.#client.send(encodeCommand(['RESET']));
    await this.#client.readReply(this.#patienceMs);
  }

  async #transaction(commands: readonly (readonly string[])[]): Promise<Reply> {
    return (await this.#pipeline([['MULTI'], ...commands, ['EXEC']])).at(-1)!;
  }

  #check(reply: Reply): void {
    const sum = (reply.value as Reply[]).reduce((total, { value }) => total + Number(String(value)), 0);
    if (sum !== TOTAL) this.#result.problems.push(`the accounts hold ${sum} instead of ${TOTAL}`);
  }
}

/** @throws Busy when a reply says that a script runs for long */
function heard(reply: Reply): Reply {
  if (reply.type === 'error' && /^(BUSY|EXECABORT) /.test(String(reply.value))) throw new Busy();
  return reply;
}

/** Runs the mix on a server of its own. */
export async function mix({ threads, ms, seed, connections, patienceMs = 10_000 }: MixOptions): Promise<MixResult> {
  const result: Result = { problems: [], done: {}, busy: 0, scripts: 0 };
  const server = await startServer({
    settings: { threads, 'maxmemory-policy': 'noeviction', 'busy-reply-threshold': BUSY_MS },
  });
  try {
    const clients = await Promise.all(Array.from({ length: connections }, () => server.connect()));
    const [first] = clients;
    await first!.command('MSET', PLACES[0]!, 'x', ...ACCOUNTS.flatMap((account) => [account, String(START)]));
    const until = performance.now() + ms;
    await Promise.all(clients.map((client, i) => new Mixer(server, client, seed + i, patienceMs, result).run(until)));
    const { reply } = await (await server.connect()).command('MGET', ...ACCOUNTS);
    const sum = (reply.value as Reply[]).reduce((total, { value }) => total + Number(String(value)), 0);
    if (sum !== TOTAL) result.problems.push(`in the end the accounts hold ${sum} instead of ${TOTAL}`);
  } catch (error) {
    result.problems.push((error as Error).message);
  } finally {
    await server.stop().catch((error: unknown) => {
      const { message } = error as Error;
      if (!message.includes('raw clients were left open')) result.problems.push(message);
    });
  }
  return result;
}
