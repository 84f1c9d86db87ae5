import { expect, it, vi } from 'vitest';
import expire from '../../../src/commands/generic/expire.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(
  expire,
  {
    'sets and changes the expiry': [
      ['EXPIRE k 100', '(integer) 0'],
      ['SET k v', 'OK'],
      ['EXPIRE k 100', '(integer) 1'],
      ['TTL k', '(integer) 100'],
      ['EXPIRE k 200', '(integer) 1'],
      ['TTL k', '(integer) 200'],
    ],
    'NX: only without an expiry': [
      ['SET k v', 'OK'],
      ['EXPIRE k 100 NX', '(integer) 1'],
      ['EXPIRE k 200 NX', '(integer) 0'],
      ['TTL k', '(integer) 100'],
    ],
    'XX: only with one': [
      ['SET k v', 'OK'],
      ['EXPIRE k 100 XX', '(integer) 0'],
      ['TTL k', '(integer) -1'],
      ['EXPIRE k 100', '(integer) 1'],
      ['EXPIRE k 200 XX', '(integer) 1'],
      ['TTL k', '(integer) 200'],
    ],
    'GT: only a later one, and no expiry is the latest': [
      ['SET k v', 'OK'],
      ['EXPIRE k 100 GT', '(integer) 0'],
      ['TTL k', '(integer) -1'],
      ['EXPIRE k 100', '(integer) 1'],
      ['EXPIRE k 50 GT', '(integer) 0'],
      ['EXPIRE k 99 gt', '(integer) 0'],
      ['EXPIRE k 200 GT', '(integer) 1'],
      ['TTL k', '(integer) 200'],
    ],
    'LT: only an earlier one': [
      ['SET k v', 'OK'],
      ['EXPIRE k 100 LT', '(integer) 1'],
      ['EXPIRE k 200 LT', '(integer) 0'],
      ['EXPIRE k 50 LT', '(integer) 1'],
      ['TTL k', '(integer) 50'],
    ],
    'XX goes with GT and LT': [
      ['SET k v', 'OK'],
      ['EXPIRE k 100 XX GT', '(integer) 0'],
      ['EXPIRE k 100 XX LT', '(integer) 0'],
      ['EXPIRE k 100', '(integer) 1'],
      ['EXPIRE k 200 XX GT', '(integer) 1'],
      ['EXPIRE k 50 LT XX', '(integer) 1'],
      ['TTL k', '(integer) 50'],
    ],
    'deletes by a time that is over': [
      ['SET k v', 'OK'],
      ['EXPIRE k 0', '(integer) 1'],
      ['EXISTS k', '(integer) 0'],
      ['SET k v', 'OK'],
      ['EXPIRE k -1', '(integer) 1'],
      ['EXISTS k', '(integer) 0'],
      ['SET k v', 'OK'],
      ['EXPIRE k -100000000000', '(integer) 1'],
      ['DBSIZE', '(integer) 0'],
    ],
    'refuses options that do not go together': [
      ['SET k v', 'OK'],
      ['EXPIRE k 10 NX XX', '(error) ERR NX and XX, GT or LT options at the same time are not compatible'],
      ['EXPIRE k 10 NX GT', '(error) ERR NX and XX, GT or LT options at the same time are not compatible'],
      ['EXPIRE k 10 LT NX', '(error) ERR NX and XX, GT or LT options at the same time are not compatible'],
      ['EXPIRE k 10 GT LT', '(error) ERR GT and LT options at the same time are not compatible'],
      ['EXPIRE k 10 FOO', '(error) ERR Unsupported option FOO'],
      ['EXPIRE k 10 NX BAR', '(error) ERR Unsupported option BAR'],
      ['EXPIRE k abc FOO', '(error) ERR Unsupported option FOO'],
      ['EXPIRE none 10 NX XX', '(error) ERR NX and XX, GT or LT options at the same time are not compatible'],
      ['TTL k', '(integer) -1'],
    ],
    'refuses times that are none': [
      ['SET k v', 'OK'],
      ['EXPIRE k abc', '(error) ERR value is not an integer or out of range'],
      ['EXPIRE k 1.5', '(error) ERR value is not an integer or out of range'],
      ['EXPIRE k ""', '(error) ERR value is not an integer or out of range'],
      ['EXPIRE k 9223372036854775808', '(error) ERR value is not an integer or out of range'],
      ['EXPIRE k 9223372036854775807', "(error) ERR invalid expire time in 'expire' command"],
      ['EXPIRE k -9223372036854775808', "(error) ERR invalid expire time in 'expire' command"],
      ['EXPIRE k 9223372036854776', "(error) ERR invalid expire time in 'expire' command"],
      ['EXPIRE k -9223372036854776', "(error) ERR invalid expire time in 'expire' command"],
      ['TTL k', '(integer) -1'],
    ],
    'refuses another number of arguments': [
      ['EXPIRE', "(error) ERR wrong number of arguments for 'expire' command"],
      ['EXPIRE k', "(error) ERR wrong number of arguments for 'expire' command"],
    ],
  },
  (server) => {
    it('lets the key go exactly when its time is over', () => {
      vi.useFakeTimers({ toFake: ['Date'], now: 1_000_000_000 });
      try {
        server().ask('SET k v');
        server().ask('EXPIRE k 10');
        vi.setSystemTime(1_000_010_000);
        expect(server().ask('GET k')).toBe('"v"');
        expect(server().ask('TTL k')).toBe('(integer) 0');
        vi.setSystemTime(1_000_010_001);
        for (const look of ['EXISTS k', 'DBSIZE', 'PERSIST k', 'EXPIRE k 100', 'DEL k', 'APPEND other x']) {
          expect(server().ask(look)).toBe(look.startsWith('APPEND') ? '(integer) 1' : '(integer) 0');
        }
        expect(server().ask('SET k new NX')).toBe('OK');
        expect(server().ask('TTL k')).toBe('(integer) -1');
      } finally {
        vi.useRealTimers();
      }
    });

    it('moves and renames take the expiry along', () => {
      vi.useFakeTimers({ toFake: ['Date'], now: 1_000_000_000 });
      try {
        server().ask('SET a v EX 10');
        server().ask('RENAME a b');
        server().ask('COPY b c');
        server().ask('MOVE b 1');
        vi.setSystemTime(1_000_010_001);
        expect(server().ask('GET c')).toBe('(nil)');
        server().client.db = 1;
        expect(server().ask('GET b')).toBe('(nil)');
        expect(server().ask('DBSIZE')).toBe('(integer) 0');
      } finally {
        vi.useRealTimers();
      }
    });
  },
);
