/**
 * The words of the `bind` setting, and the check that its addresses are free.
 *
 * Threads listen with SO_REUSEPORT, under which a second server on the same port would start without an error and take
 * part of the connections. So the main thread first binds each address alone; nothing is accepted meanwhile.
 */
import { lookup } from 'node:dns/promises';
import { createServer, isIPv4, isIPv6 } from 'node:net';
import { getSystemErrorMessage, getSystemErrorName } from 'node:util';
import { bindTcp, tcpName } from './listener.ts';
import { streamBinding } from './transport/transport-binding.ts';

export interface BindAddress {
  /** As it stands in the setting, without the leading '-'. */
  readonly text: string;
  /** Numeric, or a name to resolve. */
  readonly host: string;
  readonly family: 4 | 6;
  /** Written with a leading '-': skipped, and no error, when the machine does not have it. */
  readonly optional: boolean;
}

export type ProbeResult =
  | {
      readonly ok: true;
      /** Addresses to listen on, all numeric. */
      readonly addresses: readonly BindAddress[];
      /** One line for each address that is left out. */
      readonly skipped: readonly string[];
    }
  | { readonly ok: false; readonly code: string; readonly message: string };

/** What a protocol that this machine lacks answers; such an address is skipped, optional or not. */
const UNSUPPORTED = new Set(['EAFNOSUPPORT', 'EPFNOSUPPORT', 'EPROTONOSUPPORT', 'ESOCKTNOSUPPORT', 'ENOPROTOOPT']);

/**
 * Reads the words of `bind`: `*` is all IPv4 addresses, `::*` all IPv6 ones, a word with a colon is IPv6. One empty
 * word stands for none at all.
 */
export function parseBind(words: readonly string[]): BindAddress[] {
  if (words.length === 1 && words[0] === '') return [];
  return words.map((word) => {
    const optional = word.startsWith('-');
    const text = optional ? word.slice(1) : word;
    const family = text.includes(':') ? 6 : 4;
    const host = text === '*' ? '0.0.0.0' : text === '::*' ? '::' : text;
    return { text, host, family, optional };
  });
}

/** Whether a server on these addresses answers this machine only (for the protected mode's advice). */
export function isLoopbackOnly(addresses: readonly BindAddress[]): boolean {
  return addresses.every(({ host }) => (host.startsWith('127.') && isIPv4(host)) || host === '::1');
}

/**
 * Finds out, on the main thread and before any thread listens, which addresses can be had. Port 0 checks the addresses
 * alone. A name is resolved to its first address of the family.
 */
export async function probeAddresses(words: readonly string[], port: number): Promise<ProbeResult> {
  const addresses: BindAddress[] = [];
  const skipped: string[] = [];
  for (const wanted of parseBind(words)) {
    const found = await resolve(wanted);
    if (found === null) return refusal(wanted, port, 'ENOTFOUND', 'name or service not known');
    if (isTaken(found, addresses, port)) return refusal(found, port, 'EADDRINUSE', 'bind names it twice');
    const errno = await probe(found.host, port);
    if (errno === 0) {
      addresses.push(found);
      continue;
    }
    const code = getSystemErrorName(errno);
    const why = getSystemErrorMessage(errno);
    if ((wanted.optional && code === 'EADDRNOTAVAIL') || UNSUPPORTED.has(code)) {
      skipped.push(`not listening on ${tcpName(found.host, port)}: ${why}`);
    } else return refusal(found, port, code, code === 'EADDRINUSE' ? 'another server listens there already' : why);
  }
  return { ok: true, addresses, skipped };
}

function refusal(address: BindAddress, port: number, code: string, why: string): ProbeResult {
  return { ok: false, code, message: `cannot listen on ${tcpName(address.host, port)}: ${why}` };
}

async function resolve(address: BindAddress): Promise<BindAddress | null> {
  const bare = address.host.split('%')[0] ?? '';
  if (isIPv4(bare) || isIPv6(bare)) return address;
  try {
    const found = await lookup(address.host, { family: address.family });
    return { ...address, host: found.address };
  } catch {
    return null;
  }
}

/** Two sockets of one server would meet: the same address twice, or one beside the wildcard of its family. */
function isTaken(address: BindAddress, taken: readonly BindAddress[], port: number): boolean {
  if (port === 0) return false;
  const any = address.family === 6 ? '::' : '0.0.0.0';
  return taken.some(
    ({ host, family }) => family === address.family && (host === address.host || host === any || address.host === any),
  );
}

/** @returns 0 if the address is free, else a negative errno. */
async function probe(host: string, port: number): Promise<number> {
  if (streamBinding === null) return probeByListening(host, port);
  const handle = new streamBinding.tcp(streamBinding.tcpServer);
  // Only listening reports a port in use; asking for the name reports it too, and no client can connect meanwhile.
  const errno = bindTcp(streamBinding, handle, { host, port, reusePort: false }) || (handle.getsockname?.({}) ?? 0);
  await new Promise<void>((done) => handle.close(done));
  return errno;
}

/** Where one can only listen: a client that comes in this instant is sent away. */
function probeByListening(host: string, port: number): Promise<number> {
  return new Promise((done) => {
    const server = createServer((socket) => socket.destroy());
    server.once('error', (error: NodeJS.ErrnoException) => done(error.errno ?? -1));
    server.listen({ host, port, exclusive: true, ipv6Only: true }, () => server.close(() => done(0)));
  });
}
