/**
 * One Larder for a test: a child process on a free port, and a teardown that fails on what the test or the server
 * left behind: client sockets, connections the server still counts, a process that does not end, an exit code.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { type RunningServer, startLarder } from './peers.ts';
import { RawClient } from './raw-client.ts';

export interface ServerOptions {
  /** Settings as flags, such as `{ threads: 2, requirepass: 'x' }`. */
  readonly settings?: Readonly<Record<string, string | number>>;
  /** More of the command line, put before the settings (a config file's path). */
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

export interface TestServer extends RunningServer {
  /** A raw connection that must be closed before `stop()`. */
  connect(): Promise<RawClient>;
  /** Ends the server and throws an `Error` that lists every leak. */
  stop(): Promise<void>;
}

/** Starts a server and waits for its first PONG. Rejects with what it printed when it does not start. */
export async function startServer(options: ServerOptions = {}): Promise<TestServer> {
  const password = options.settings?.['requirepass'];
  const server = await startLarder({
    args: [...(options.args ?? []), ...flags(options.settings ?? {})],
    ...(options.env === undefined ? {} : { env: options.env }),
    ...(password === undefined ? {} : { password: String(password) }),
  });
  const opened: RawClient[] = [];
  return {
    ...server,
    async connect() {
      const client = await RawClient.open({ port: server.port });
      opened.push(client);
      return client;
    },
    stop: () => stopAndCheck(server, opened),
  };
}

/** Settings as a command line: `{ threads: 2 }` is `--threads 2`. */
export function flags(settings: Readonly<Record<string, string | number>>): string[] {
  return Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]);
}

async function stopAndCheck(server: RunningServer, opened: readonly RawClient[]): Promise<void> {
  const leaks: string[] = [];
  const left = opened.filter((client) => !client.closed);
  if (left.length > 0) leaks.push(`${left.length} of ${opened.length} raw clients were left open`);
  await Promise.all(left.map((client) => client.close()));
  if (isAlive(server.pid)) {
    const connections = await waitForLastConnection(server);
    if (connections > 1) {
      const list = await server.ask('CLIENT', 'LIST').catch(String);
      leaks.push(`the server still counts ${connections} connections:\n${String(list)}`);
    }
  } else {
    leaks.push('the server had already ended');
  }
  await server.stop();
  if (isAlive(server.pid)) leaks.push(`process ${server.pid} still runs`);
  const printed = server.output();
  if (/uncaught|unhandled|fatal error/i.test(printed)) leaks.push('the server printed a crash');
  if (leaks.length > 0) throw new Error(`${leaks.join('; ')}. It printed:\n${printed}`);
}

/** Our own INFO connection is the only one that should remain; a close may take a moment to be noticed. */
async function waitForLastConnection(server: RunningServer): Promise<number> {
  const deadline = performance.now() + 5_000;
  for (;;) {
    const connections = await server.infoNumber('connected_clients', 'clients').catch(() => Number.NaN);
    if (!(connections > 1) || performance.now() > deadline) return connections;
    await sleep(10);
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
