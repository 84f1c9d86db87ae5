/** The side HTTP server: metrics, health, administration and the page, on the main thread, on ports of its own. */
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ListenAddress } from '../config/setting-row.ts';
import type { AdminContext } from './admin-context.ts';
import { frontDoor } from './front-door.ts';
import type { SampleHistory } from './sample-history.ts';

export type AdminStart =
  | { readonly ok: true; readonly server: AdminServer }
  | { readonly ok: false; readonly message: string };

/** What a machine without IPv6 answers: such an address is left out. */
const ABSENT = new Set(['EADDRNOTAVAIL', 'EAFNOSUPPORT']);

export class AdminServer {
  readonly #servers: readonly Server[];
  readonly #history: SampleHistory;

  constructor(servers: readonly Server[], history: SampleHistory) {
    this.#servers = servers;
    this.#history = history;
  }

  /** `127.0.0.1:9121`, for people. */
  get addresses(): string[] {
    return this.#servers.map((server) => {
      const { address, family, port } = server.address() as AddressInfo;
      return family === 'IPv6' ? `[${address}]:${port}` : `${address}:${port}`;
    });
  }

  /** Takes no more requests and ends streams; what is under way is cut after a moment by the end of the process. */
  close(): void {
    this.#history.end();
    for (const server of this.#servers) {
      server.close();
      server.closeIdleConnections();
    }
  }
}

/** Listens on all addresses, or on none. */
export async function startAdminServer(
  context: AdminContext,
  addresses: readonly ListenAddress[],
  port: number,
): Promise<AdminStart> {
  const servers: Server[] = [];
  const newServer = frontDoor(context);
  for (const { host, optional } of addresses) {
    const server = newServer();
    const error = await listen(server, host, port);
    if (error === undefined) servers.push(server);
    else if (!optional || !ABSENT.has(error.code ?? '')) {
      new AdminServer(servers, context.history).close();
      return { ok: false, message: messageOf(error, host, port) };
    }
  }
  return { ok: true, server: new AdminServer(servers, context.history) };
}

function listen(server: Server, host: string, port: number): Promise<NodeJS.ErrnoException | undefined> {
  return new Promise((resolve) => {
    server.once('error', resolve);
    // `*` and `::*` are all addresses, as in `bind`.
    const address = host === '*' ? '0.0.0.0' : host === '::*' ? '::' : host;
    server.listen({ host: address, port, exclusive: true, ipv6Only: true }, () => {
      server.off('error', resolve);
      resolve(undefined);
    });
  });
}

function messageOf(error: NodeJS.ErrnoException, host: string, port: number): string {
  const why = error.code === 'EADDRINUSE' ? 'another server listens there already' : error.message;
  return `cannot serve HTTP on ${host.includes(':') ? `[${host}]` : host}:${port}: ${why}`;
}
