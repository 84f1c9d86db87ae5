import { expect, it, vi } from 'vitest';
import objectIdletime from '../../../src/commands/generic/object-idletime.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(
  objectIdletime,
  {
    'starts at 0': [
      ['OBJECT IDLETIME k', '(nil)'],
      ['SET k v', 'OK'],
      ['OBJECT IDLETIME k', '(integer) 0'],
    ],
    'refuses another number of arguments': [
      ['OBJECT IDLETIME', "(error) ERR wrong number of arguments for 'object|idletime' command"],
      ['OBJECT IDLETIME a b', "(error) ERR wrong number of arguments for 'object|idletime' command"],
    ],
  },
  (server) => {
    it('counts from the last access that counts as one', () => {
      vi.useFakeTimers({ toFake: ['Date'], now: 1_000_000_000 });
      try {
        server().ask('SET k v');
        vi.setSystemTime(1_000_000_000 + 90_500);
        expect(server().ask('OBJECT IDLETIME k')).toBe('(integer) 90');
        for (const quiet of ['EXISTS k', 'TTL k', 'TYPE k', 'OBJECT ENCODING k', 'SCAN 0']) server().ask(quiet);
        expect(server().ask('OBJECT IDLETIME k')).toBe('(integer) 90');
        server().ask('GET k');
        expect(server().ask('OBJECT IDLETIME k')).toBe('(integer) 0');
      } finally {
        vi.useRealTimers();
      }
    });

    it('a client that said NO-TOUCH leaves no trace, unless by TOUCH', () => {
      vi.useFakeTimers({ toFake: ['Date'], now: 1_000_000_000 });
      try {
        server().ask('SET k v');
        vi.setSystemTime(1_000_000_000 + 50_000);
        server().client.noTouch = true;
        server().ask('GET k');
        server().ask('STRLEN k');
        expect(server().ask('OBJECT IDLETIME k')).toBe('(integer) 50');
        server().ask('TOUCH k');
        expect(server().ask('OBJECT IDLETIME k')).toBe('(integer) 0');
      } finally {
        vi.useRealTimers();
      }
    });
  },
);
