/** Who is at the other end of a connection. */
import type { Transport } from '../io/transport/transport.ts';

/** Under protected mode without a password only this machine may connect. */
export function isForbidden(transport: Transport, isProtected: boolean): boolean {
  if (!isProtected || transport.family === 'unix') return false;
  const peer = transport.remoteAddress;
  return !(peer.startsWith('127.') || peer === '::1' || peer.startsWith('::ffff:127.'));
}

/** As the list of clients shows it. */
export function addressOf(host: string, port: number, family: string): string {
  if (family === 'unix') return `${host}:0`;
  return family === 'IPv6' ? `[${host}]:${port}` : `${host}:${port}`;
}
