/** MIGRATE's keys and arguments as Redis documents them. */

import type { KeyUse } from '../../../protocol/command/define.ts';
import {
  block,
  bytes,
  flag,
  integer,
  key,
  oneof,
  option,
  optional,
  repeat,
  token,
} from '../../../protocol/command/grammar.ts';
import type { KeySpec } from '../../../protocol/command/vocabulary.ts';

export const MIGRATE_KEYS: readonly KeySpec[] = [
  {
    flags: ['RW', 'access', 'delete'],
    beginSearch: { type: 'index', index: 3 },
    findKeys: { type: 'range', lastKey: 0, keyStep: 1, limit: 0 },
  },
  {
    flags: ['RW', 'access', 'delete', 'incomplete'],
    beginSearch: { type: 'keyword', keyword: 'KEYS', startFrom: -2 },
    findKeys: { type: 'range', lastKey: -1, keyStep: 1, limit: 0 },
  },
];

/** The keys of a quoted MIGRATE: the one, or those behind KEYS, which go with an empty one only. */
export function keysOfMigrate(words: readonly string[]): readonly KeyUse[] {
  const access = 'RW access delete';
  for (let at = 6; at < words.length; at++) {
    const word = words[at]!.toLowerCase();
    if (word === 'keys') {
      return words[3] === '' ? words.slice(at + 1).map((_, i) => ({ at: at + 1 + i, access })) : [];
    }
    if (word === 'auth') at++;
    else if (word === 'auth2') at += 2;
  }
  return [{ at: 3, access }];
}

/** What may stand behind the five arguments that must be there. */
export const migrateOptions = {
  copy: flag('COPY', { since: '3.0.0' }),
  replace: flag('REPLACE', { since: '3.0.0' }),
  authentication: optional(
    oneof({
      auth: token('AUTH', bytes({ display: 'password', since: '4.0.7' })),
      auth2: token('AUTH2', block({ username: bytes(), password: bytes() }, { since: '6.0.0' })),
    }),
  ),
  keys: option('KEYS', repeat(key('RW access delete'), { name: 'keys', since: '3.0.6' })),
};

export const MIGRATE_ARGUMENTS = {
  host: bytes(),
  port: integer(),
  keySelector: oneof({ key: key('RW access delete'), emptyString: token('""') }),
  destinationDb: integer(),
  timeout: integer(),
  ...migrateOptions,
};
