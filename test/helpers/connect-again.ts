import type { RawClient } from './raw-client.ts';
import type { TestServer } from './server.ts';

/**
 * A client of a server one of whose threads may stop to listen just now: who was about to be accepted there is reset,
 * before or after the connection is known to be made, and tries again.
 */
export async function connectAgain(server: TestServer): Promise<RawClient> {
  for (;;) {
    const client = await server.connect().catch(unlessReset);
    if (client === undefined) continue;
    if ((await client.text('PING').catch(() => 'reset')) !== 'reset') return client;
    await client.close();
  }
}

function unlessReset(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ECONNRESET') throw error;
}
