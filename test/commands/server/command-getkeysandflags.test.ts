import { describe, expect, it } from 'vitest';
import commandGetkeysandflags from '../../../src/commands/server/command-getkeysandflags.ts';
import { testCommand } from '../../helpers/command-cases.ts';

/** Answers of redis-server 8.0.2. */
const ANSWERS: readonly (readonly [string, string])[] = [
  ['sort k by w* get x* store d', 'k RO,access; d OW,update'],
  ['sort k store d store e', 'k RO,access; e OW,update'],
  ['sort k get store store e', 'k RO,access; e OW,update'],
  ['sort k foo store d', 'k RO,access; d OW,update'],
  ['sort k store d store', 'k RO,access; d OW,update'],
  ['sort k by store x', 'k RO,access'],
  ['sort_ro k store d', 'k RO,access'],
  ['bitfield k', 'k RO,access'],
  ['bitfield k get u8 0', 'k RO,access'],
  ['bitfield k overflow wrap get u8 0', 'k RO,access'],
  ['bitfield k get u8 0 incrby u8 0 1', 'k RW,access,update'],
  ['bitfield k get u8', 'k RW,access,update'],
  ['bitfield k foo', 'k RW,access,update'],
  ['migrate h 1 k 0 100', 'k RW,access,delete'],
  ['migrate h 1 "" 0 100 copy auth keys keys a b', 'a RW,access,delete; b RW,access,delete'],
  ['migrate h 1 "" 0 100 auth2 a keys keys b', 'b RW,access,delete'],
  ['migrate h 1 "" 0 100 foo keys a', 'a RW,access,delete'],
  ['migrate h 1 k 0 100 keys a', 'ERR Invalid arguments specified for command'],
  ['georadius k 0 0 1 store x y', 'k RO,access'],
  ['georadius k 0 0 1 m store storedist x', 'k RO,access; storedist OW,update; x OW,update'],
  ['georadius k 0 0 1 m store x store y', 'k RO,access; x OW,update'],
  ['xreadgroup group g c streams a b 1', 'a RO,access'],
  ['xreadgroup streams a 1 2 3 4 5', 'ERR Invalid arguments specified for command'],
  ['pfmerge a', 'ERR Invalid arguments specified for command'],
  ['lmpop 0 a left', 'ERR Invalid arguments specified for command'],
  ['fcall_ro f 0', ''],
];

testCommand(
  commandGetkeysandflags,
  {
    'says how keys are used': [
      ['COMMAND GETKEYSANDFLAGS set a b', ['1) 1) "a"', '   2) 1) OW', '      2) update']],
      ['COMMAND GETKEYSANDFLAGS set a b get', ['1) 1) "a"', '   2) 1) RW', '      2) access', '      3) update']],
      ['COMMAND GETKEYSANDFLAGS ping', '(error) ERR The command has no key arguments'],
    ],
  },
  (server) => {
    describe('of commands whose options decide', () => {
      it.each(ANSWERS)('%s', (request, answer) => {
        const reply = server().send(`COMMAND GETKEYSANDFLAGS ${request}`);
        const text = (it: unknown): string => String((it as { value: unknown }).value);
        const list = (it: unknown): unknown[] => (it as { value: unknown[] }).value;
        const shown = reply.type === 'error' ? text(reply) : list(reply).map((pair) => list(pair));
        if (typeof shown === 'string') expect(shown).toBe(answer);
        else
          expect(shown.map(([key, flags]) => `${text(key)} ${list(flags).map(text).join()}`).join('; ')).toBe(answer);
      });
    });
  },
);
