/** Two servers side by side: the oracle and the one under test, with equal settings, made alike before each check. */
import {
  findPeer,
  type PeerBinary,
  type PeerName,
  type RunningServer,
  startLarder,
  startPeer,
} from '../helpers/peers.ts';
import { RawClient } from '../helpers/raw-client.ts';
import { flags } from '../helpers/server.ts';
import type { Target } from './play.ts';

export type SubjectName = 'larder' | PeerName;

export interface PairOptions {
  readonly oracle: PeerBinary;
  readonly subject: SubjectName;
  /** Larder's io threads. */
  readonly threads: number;
}

/** What both servers are told, so that they can be compared: Larder's own defaults differ without a config file. */
const COMMON: Readonly<Record<string, string>> = {
  maxmemory: '0',
  'maxmemory-policy': 'noeviction',
  'enable-debug-command': 'yes',
};

type Role = 'oracle' | 'subject';

export class Pair {
  readonly oracle: ServerSide;
  readonly subject: ServerSide;

  private constructor(oracle: ServerSide, subject: ServerSide) {
    this.oracle = oracle;
    this.subject = subject;
  }

  static async start(options: PairOptions, settings: Readonly<Record<string, string>> = {}): Promise<Pair> {
    const wanted = { ...COMMON, ...settings };
    const [oracle, subject] = await Promise.all([
      startSide('oracle', options, wanted),
      startSide('subject', options, wanted),
    ]);
    return new Pair(oracle, subject);
  }

  /** The same on both; resolves to what each gave. */
  async both<T>(run: (side: ServerSide) => Promise<T>): Promise<[T, T]> {
    return Promise.all([run(this.oracle), run(this.subject)]);
  }

  async stop(): Promise<void> {
    await this.both(async (side) => {
      await side.control.close();
      await side.server.stop();
    });
  }
}

export interface ServerSide extends Target {
  readonly server: RunningServer;
  /** A connection for everything around a check; it speaks RESP2. Another one after a check of idle connections. */
  control: RawClient;
}

async function startSide(side: Role, options: PairOptions, settings: Record<string, string>): Promise<ServerSide> {
  const name = side === 'oracle' ? options.oracle.name : options.subject;
  const password = settings['requirepass'];
  const auth = password === undefined ? {} : { password };
  const server = await startNamed(name, side, options, settings, auth);
  const control = await openControl(server.port, password);
  return { name, port: server.port, ...auth, server, control };
}

async function openControl(port: number, password: string | undefined): Promise<RawClient> {
  const control = await RawClient.open({ port });
  if (password !== undefined) await control.command('AUTH', password);
  return control;
}

async function startNamed(
  name: SubjectName,
  side: Role,
  options: PairOptions,
  settings: Record<string, string>,
  auth: { password?: string },
): Promise<RunningServer> {
  // Redis' own default: ours counts uses, so that OBJECT FREQ answers where Redis refuses.
  const own = { threads: options.threads, 'maxmemory-policy': 'noeviction', ...settings };
  if (name === 'larder') return startLarder({ args: flags(own), ...auth });
  const peer = side === 'oracle' ? options.oracle : findPeer(name);
  if (peer === undefined) throw new Error(`there is no ${name} on this machine`);
  return startPeer(peer, { args: flags(settings), ...auth });
}

const ALIKE = [['FLUSHALL'], ['CONFIG', 'RESETSTAT'], ['SLOWLOG', 'RESET'], ['SELECT', '0'], ['INFO', 'clients']];
/** Longest time that a server gets to notice that the clients of the check before have gone. */
const GONE_MS = 5_000;

/**
 * Empties both servers and what they count. Errors are ignored: a command may not be there yet. A client that waited for a
 * key in the check before is gone then: another thread may hear of its end later than of what is pushed next.
 */
export async function makeAlike(pair: Pair): Promise<void> {
  await pair.both(async ({ control, name }) => {
    for (const deadline = performance.now() + GONE_MS; ; ) {
      const replies = await control.pipeline(ALIKE);
      if (!/blocked_clients:[1-9]/.test(replies.at(-1)!.bytes.toString('latin1'))) return;
      if (performance.now() > deadline) throw new Error(`${name} still has blocked clients of the check before`);
    }
  });
}

/** CONFIG SET on both; resolves to a function that puts the old values back. */
export async function configure(
  pair: Pair,
  config: Readonly<Record<string, string | null>>,
): Promise<() => Promise<void>> {
  const before = await pair.both(async ({ control }) => {
    const old: [string, Buffer][] = [];
    for (const [name, value] of Object.entries(config)) {
      const { reply } = await control.command('CONFIG', 'GET', name);
      const was = reply.type === 'array' ? reply.value[1]?.value : undefined;
      if (was instanceof Buffer) old.push([name, was]);
      if (value === null) continue;
      const set = await control.text('CONFIG', 'SET', name, value);
      if (!set.startsWith('+OK')) throw new Error(`CONFIG SET ${name} ${value} answered ${set.trim()}`);
    }
    return old;
  });
  const sides = [pair.oracle, pair.subject];
  return async () => {
    if (config['timeout'] !== undefined) await Promise.all(sides.map(renewControl));
    await Promise.all(
      before.map(async (old, i) => {
        for (const [name, value] of old) await sides[i]?.control.command('CONFIG', 'SET', name, value);
      }),
    );
  };
}

/** Lifts the limit of idle connections, which may have closed the control connection. */
async function renewControl(side: ServerSide): Promise<void> {
  await side.control.close();
  for (let tries = 1; ; tries++) {
    side.control = await openControl(side.port, side.password);
    try {
      await side.control.command('CONFIG', 'SET', 'timeout', '0');
      return;
    } catch (error) {
      // On a machine that stands still the new one may be closed, too.
      if (tries === 5) throw error;
    }
  }
}
