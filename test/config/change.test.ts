import { describe, expect, it } from 'vitest';
import { applyPairs } from '../../src/config/change.ts';
import { settingPlace } from '../../src/config/settings.ts';
import { loaded } from './helpers.ts';

const start = loaded({ arguments: ['-'], openFiles: 20128 }).state;
const state = { ...start, initial: start.texts };

function set(pairs: [string, string][], allowProtected = false): string {
  const change = applyPairs(state, pairs, allowProtected);
  return change.ok ? 'OK' : change.error;
}

function failed(name: string, reason: string): string {
  return `ERR CONFIG SET failed (possibly related to argument '${name}') - ${reason}`;
}

const notInteger = "argument couldn't be parsed into an integer";

describe('applyPairs', () => {
  it.each<[[string, string][], string]>([
    [[['nosuch', '1']], "ERR Unknown option or number of arguments for CONFIG SET - 'nosuch'"],
    [[['user', 'x']], "ERR Unknown option or number of arguments for CONFIG SET - 'user'"],
    [
      [
        ['timeout', '5'],
        ['TIMEOUT', '6'],
      ],
      failed('TIMEOUT', 'duplicate parameter'),
    ],
    [
      [
        ['timeout', 'x'],
        ['nosuch', '1'],
      ],
      "ERR Unknown option or number of arguments for CONFIG SET - 'nosuch'",
    ],
    [
      [
        ['timeout', 'x'],
        ['maxclients', 'y'],
      ],
      failed('timeout', notInteger),
    ],
    [[['TIMEOUT', 'x']], failed('timeout', notInteger)],
    [[['slave-priority', 'x']], failed('slave-priority', notInteger)],
    [[['Databases', '3']], failed('Databases', "can't set immutable config")],
    [
      [
        ['timeout', '7'],
        ['databases', '3'],
        ['timeout', '8'],
      ],
      failed('databases', "can't set immutable config"),
    ],
    [
      [
        ['timeout', '7'],
        ['timeout', '8'],
        ['databases', '3'],
      ],
      failed('timeout', 'duplicate parameter'),
    ],
    [
      [
        ['databases', '3'],
        ['nosuch', 'x'],
      ],
      failed('databases', "can't set immutable config"),
    ],
    [[['dir', '/']], failed('dir', "can't set protected config")],
    [
      [
        ['slave-read-only', 'no'],
        ['replica-read-only', 'no'],
      ],
      'OK',
    ],
    [[['save', '']], 'OK'],
    [[['appendonly', 'no']], 'OK'],
  ])('%j', (pairs, expected) => expect(set(pairs)).toBe(expected));

  it('refuses what cannot be honoured', () => {
    expect(set([['save', '900 1']])).toBe(failed('save', "Larder writes no snapshots, so only '' is possible"));
    expect(set([['appendonly', 'yes']])).toContain("so only 'no' is possible");
  });

  it('sets protected settings for those who may', () => {
    expect(set([['dir', '/']], true)).toBe('OK');
  });

  it('replaces save points and adds output limits', () => {
    const change = applyPairs(state, [['client-output-buffer-limit', 'pubsub 1 2 3']], false);
    expect(change.ok && change.texts[settingPlace('client-output-buffer-limit')]).toBe(
      'normal 0 0 0 slave 268435456 67108864 60 pubsub 1 2 3',
    );
  });

  it('takes no more clients than there are descriptors', () => {
    expect(set([['maxclients', '20000']])).toBe('OK');
    expect(set([['maxclients', '20001']])).toBe(
      failed(
        'maxclients',
        'The operating system is not able to handle the specified number of clients, try with 20000',
      ),
    );
    const unknown = applyPairs({ ...state, openFiles: null }, [['maxclients', '99999999']], false);
    expect(unknown.ok).toBe(true);
  });
});
