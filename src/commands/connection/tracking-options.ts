/**
 * The options of CLIENT TRACKING. They are read one after the other, because the first that is wrong, in whatever way,
 * is the one that Redis reports.
 */
import { ERROR, prefixOverlap } from '../../../protocol/resp/errors.ts';
import type { TrackingOptions } from '../../dispatch/client-tracking.ts';
import type { Call } from '../../dispatch/context.ts';

interface ReadOptions extends TrackingOptions {
  redirect: number;
  readonly prefixes: string[];
  bcast: boolean;
  optin: boolean;
  optout: boolean;
  noloop: boolean;
}

const INTEGER = /^(?:0|-?[1-9]\d{0,18})$/;

/** Reads arguments `first` to `end`. @returns the options, or an error code */
export function readTrackingOptions(call: Call, first: number, end: number): TrackingOptions | number {
  const options: ReadOptions = { redirect: 0, prefixes: [], bcast: false, optin: false, optout: false, noloop: false };
  let at = first;
  while (at < end) {
    const word = call.text(at++).toLowerCase();
    const hasMore = at < end;
    if (word === 'redirect' && hasMore) {
      const error = readRedirect(call, call.text(at++), options);
      if (error !== 0) return error;
    } else if (word === 'prefix' && hasMore) options.prefixes.push(call.text(at++));
    else if (word === 'bcast' || word === 'optin' || word === 'optout' || word === 'noloop') options[word] = true;
    else return ERROR.syntax;
  }
  return options;
}

function readRedirect(call: Call, text: string, options: ReadOptions): number {
  if (options.redirect !== 0) return ERROR.trackingRedirectOnce;
  if (!INTEGER.test(text) || BigInt.asIntN(64, BigInt(text)) !== BigInt(text)) return ERROR.notAnInteger;
  options.redirect = Number(text);
  return call.server.clients.exists(options.redirect) ? 0 : ERROR.trackingRedirect;
}

/**
 * Whether the options go together, and with how the client tracks now.
 * @param before undefined if it does not @returns an error code, or 0
 */
export function checkTrackingOptions(
  { prefixes, bcast, optin, optout }: TrackingOptions,
  before: TrackingOptions | undefined,
): number {
  if (prefixes.length > 0 && !bcast) return ERROR.trackingPrefix;
  if (before !== undefined && before.bcast !== bcast) return ERROR.trackingSwitchBcast;
  if (bcast && (optin || optout)) return ERROR.trackingBcast;
  if (optin && optout) return ERROR.trackingBoth;
  const switches = (optin && before?.optout === true) || (optout && before?.optin === true);
  return switches ? ERROR.trackingSwitchOpt : 0;
}

/** Prefixes of one client may not begin with one another. @returns the text of an error, or '' */
export function checkPrefixes(prefixes: readonly string[], before: readonly string[]): string {
  for (let i = 0; i < prefixes.length; i++) {
    const prefix = prefixes[i]!;
    const known = before.find((other) => overlap(prefix, other));
    if (known !== undefined) return prefixOverlap(prefix, 'an existing', known);
    const given = prefixes.slice(i + 1).find((other) => overlap(prefix, other));
    if (given !== undefined) return prefixOverlap(prefix, 'another provided', given);
  }
  return '';
}

function overlap(a: string, b: string): boolean {
  return a.startsWith(b) || b.startsWith(a);
}
