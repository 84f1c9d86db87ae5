/** The arguments of the searches as they are documented; search-request.ts reads them. */
import {
  block,
  bytes,
  double,
  flag,
  integer,
  key,
  list,
  oneof,
  optional,
  token,
} from '../../../protocol/command/grammar.ts';
import type { KeySpec } from '../../../protocol/command/vocabulary.ts';

export const unitWords = () => oneof({ m: token('M'), km: token('KM'), ft: token('FT'), mi: token('MI') });

export const fromWords = () =>
  oneof({
    member: token('FROMMEMBER', bytes()),
    fromlonlat: token('FROMLONLAT', block({ longitude: double(), latitude: double() })),
  });

export const byWords = () =>
  oneof({
    circle: block({ radius: token('BYRADIUS', double()), unit: unitWords() }),
    box: block({ width: token('BYBOX', double()), height: double(), unit: unitWords() }),
  });

export const orderWords = () => optional(oneof(['ASC', 'DESC']));

export const countBlock = (since?: string) =>
  optional(block({ count: token('COUNT', integer()), any: flag('ANY', since ? { since } : {}) }));

export const withFlags = () => ({
  withcoord: flag('WITHCOORD'),
  withdist: flag('WITHDIST'),
  withhash: flag('WITHHASH'),
});

const store = () => key('OW update', { display: 'key' });

/** Whatever stands behind the unit: only the keys of results are told apart. */
export const radiusTail = () =>
  list(oneof({ storekey: token('STORE', store()), storedistkey: token('STOREDIST', store()), other: bytes() }));

export const storeWords = () =>
  optional(oneof({ storekey: token('STORE', store()), storedistkey: token('STOREDIST', store()) }));

const oneKey = { type: 'range', lastKey: 0, keyStep: 1, limit: 0 } as const;

/** The keys of GEORADIUS and GEORADIUSBYMEMBER. @param startFrom argument from which STORE is looked for */
export function radiusKeys(startFrom: number): readonly KeySpec[] {
  const stored = (keyword: string): KeySpec => ({
    flags: ['OW', 'update'],
    beginSearch: { type: 'keyword', keyword, startFrom },
    findKeys: oneKey,
  });
  return [
    { flags: ['RO', 'access'], beginSearch: { type: 'index', index: 1 }, findKeys: oneKey },
    stored('STORE'),
    stored('STOREDIST'),
  ];
}
