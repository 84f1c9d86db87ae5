/**
 * The options of CLIENT TRACKING. They are read one after the other, because the first that is wrong, in whatever way,
 * is the one that Redis reports.
 */
import { ERROR } from '../../../protocol/resp/errors.ts';
import type { Call } from '../../dispatch/context.ts';

export interface TrackingOptions {
  /** Id of the client that gets the invalidations. */
  redirect?: number;
  readonly prefixes: string[];
  bcast: boolean;
  optin: boolean;
  optout: boolean;
  noloop: boolean;
}

const INTEGER = /^(?:0|-?[1-9]\d{0,18})$/;

/** Reads arguments `first` to `end`. @returns the options, or an error code */
export function readTrackingOptions(call: Call, first: number, end: number): TrackingOptions | number {
  const options: TrackingOptions = { prefixes: [], bcast: false, optin: false, optout: false, noloop: false };
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

function readRedirect(call: Call, text: string, options: TrackingOptions): number {
  if (options.redirect !== undefined) return ERROR.trackingRedirectOnce;
  if (!INTEGER.test(text)) return ERROR.notAnInteger;
  options.redirect = Number(text);
  return call.server.clients.exists(options.redirect) ? 0 : ERROR.trackingRedirect;
}

/** Whether the options go together. @returns an error code, or 0 */
export function checkTrackingOptions({ prefixes, bcast, optin, optout }: TrackingOptions): number {
  if (prefixes.length > 0 && !bcast) return ERROR.trackingPrefix;
  if (bcast && (optin || optout)) return ERROR.trackingBcast;
  return optin && optout ? ERROR.trackingBoth : 0;
}
