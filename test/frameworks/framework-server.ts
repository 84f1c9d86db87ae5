/** The server that a framework works on: a Larder of its own, or the one on port FRAMEWORKS_PORT, to compare with. */
import { askOnce } from '../helpers/ask.ts';
import { startServer } from '../helpers/server.ts';

export interface FrameworkServer {
  readonly port: number;
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts it with some io threads, empty. */
export async function startFrameworkServer(threads = 2): Promise<FrameworkServer> {
  const given = Number(process.env['FRAMEWORKS_PORT'] ?? 0);
  if (given > 0) {
    await askOnce(given, ['FLUSHALL']);
    return { port: given, url: `redis://127.0.0.1:${given}`, stop: async () => undefined };
  }
  const server = await startServer({ settings: { threads, 'maxmemory-policy': 'noeviction' } });
  return { port: server.port, url: `redis://127.0.0.1:${server.port}`, stop: () => server.stop() };
}

/** Whether the server runs scripts; frameworks that consist of scripts are left out where it does not. */
export async function runsScripts(server: FrameworkServer): Promise<boolean> {
  try {
    return (await askOnce(server.port, ['EVAL', 'return 1', '0'])) === '1';
  } catch (error) {
    if ((error as Error).message.includes('unknown command')) return false;
    throw error;
  }
}
