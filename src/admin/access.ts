/**
 * Who may ask the side HTTP server for what. A browser on this machine can be made to send requests by any page that it
 * shows, so a listener on loopback alone protects nothing: the name by which the server was reached is checked (against
 * DNS rebinding), and so is the page that asks (against forged requests).
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import { isIP } from 'node:net';
import type { Settings } from '../config/settings.ts';

/** Paths that ask for no token. */
export const OPEN_PATHS: ReadonlySet<string> = new Set(['/metrics', '/healthz', '/readyz']);

export interface Refusal {
  readonly statusCode: number;
  readonly message: string;
}

/** The parts of a request that decide. */
export interface Asking {
  readonly host?: string | undefined;
  readonly origin?: string | undefined;
  readonly authorization?: string | undefined;
}

/** The path without its query. */
export function pathOf(url: string): string {
  const end = url.search(/[?#]/);
  return end < 0 ? url : url.slice(0, end);
}

/**
 * Whether a request may be looked at: it came by a name of this server, and from no other site's page. Where a token is
 * asked for, any name will do: a page that rebinds a name does not know the token, and proxies have names of their own.
 */
export function refuseOrigin(asking: Asking, settings: Settings): Refusal | undefined {
  const { host } = asking;
  if (host === undefined || (tokensOf(settings).length === 0 && !isOwnName(hostName(host), settings))) return NOT_OURS;
  return refuseForeignPage(asking);
}

/**
 * Whether the metrics may be told: to everybody who reaches the port, but to no page that a browser shows, since they name
 * prefixes of keys. Beyond loopback no name is refused: scrapers come by those of services, which the server does not know.
 */
export function refuseMetrics(asking: Asking, settings: Settings): Refusal | undefined {
  const { host } = asking;
  if (host !== undefined && isLoopbackOnly(settings) && !isOwnName(hostName(host), settings)) return NOT_OURS;
  return refuseForeignPage(asking);
}

const NOT_OURS: Refusal = { statusCode: 403, message: 'the Host of the request is not a name of this server' };
const FOREIGN: Refusal = { statusCode: 403, message: 'requests from pages of other sites are refused' };

function refuseForeignPage({ host, origin }: Asking): Refusal | undefined {
  return origin !== undefined && originHost(origin) !== host?.toLowerCase() ? FOREIGN : undefined;
}

/** Beyond the machine itself nothing but the open paths is there without a token, the page's files included. */
export function refuseExposure(settings: Settings): Refusal | undefined {
  if (tokensOf(settings).length > 0 || isLoopbackOnly(settings)) return undefined;
  return { statusCode: 403, message: 'set admin-token (or requirepass) to use this beyond the machine itself' };
}

/** Whether data may be told or changed. Streams ask again and again: what was allowed once may be so no more. */
export function refuseApi(asking: Asking, settings: Settings): Refusal | undefined {
  return refuseOrigin(asking, settings) ?? refuseToken(asking, settings);
}

function refuseToken(asking: Asking, settings: Settings): Refusal | undefined {
  const tokens = tokensOf(settings);
  if (tokens.length === 0) return refuseExposure(settings);
  const [, given] = /^Bearer +(.+)$/i.exec(asking.authorization ?? '') ?? [];
  if (given === undefined) return { statusCode: 401, message: 'send the token: Authorization: Bearer …' };
  // HTTP headers are Latin-1, and so are the bytes of settings.
  return tokens.some((token) => isSame(given, token)) ? undefined : { statusCode: 401, message: 'the token is wrong' };
}

/** Whether requests must bear a token or the password. */
export function hasToken(settings: Settings): boolean {
  return tokensOf(settings).length > 0;
}

function tokensOf({ adminToken, requirepass }: Settings): string[] {
  return [adminToken, requirepass].filter((token) => token !== '');
}

/** Takes as long for a token that is nearly right as for any other. */
function isSame(given: string, token: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text, 'latin1').digest();
  return timingSafeEqual(digest(given), digest(token));
}

function isLoopbackOnly({ adminBind }: Settings): boolean {
  return adminBind.every(({ host }) => host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host));
}

/** `example.org:9121` → `example.org`, `[::1]:9121` → `::1`. */
function hostName(host: string): string {
  const [, inner] = /^\[([^\]]+)\](?::\d+)?$/.exec(host) ?? [];
  return (inner ?? host.replace(/:\d+$/, '')).toLowerCase();
}

/** An address cannot be rebound by a DNS server, and names must be ours. */
function isOwnName(name: string, { adminBind }: Settings): boolean {
  return isIP(name) !== 0 || name === 'localhost' || adminBind.some(({ host }) => host.toLowerCase() === name);
}

function originHost(origin: string): string | undefined {
  try {
    return new URL(origin).host.toLowerCase();
  } catch {
    return undefined;
  }
}
