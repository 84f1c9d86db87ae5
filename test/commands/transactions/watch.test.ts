import { expect, it, vi } from 'vitest';
import watch from '../../../src/commands/transactions/watch.ts';
import { S_WATCHES, SHARDS } from '../../../src/memory/layout.ts';
import { type Step, testCommand } from '../../helpers/command-cases.ts';

/** After `WATCH k`, `change` happens; then EXEC runs or not. */
const after = (before: readonly Step[], change: readonly Step[], fails: boolean): Step[] => [
  ...before,
  ['WATCH k', 'OK'],
  ...change,
  ['MULTI', 'OK'],
  ['ECHO ran', 'QUEUED'],
  ['EXEC', fails ? '(nil)' : '1) "ran"'],
];

testCommand(
  watch,
  {
    'is refused inside MULTI, which goes on': [
      ['MULTI', 'OK'],
      ['WATCH k', '(error) ERR WATCH inside MULTI is not allowed'],
      ['EXEC', '(empty array)'],
    ],
    'notices a change': after([], [['SET k 1', 'OK']], true),
    'notices a key that went and came back': after(
      [['SET k 1', 'OK']],
      [
        ['DEL k', '(integer) 1'],
        ['SET k 1', 'OK'],
      ],
      true,
    ),
    'notices what happens to it by RENAME': after([['SET other 1', 'OK']], [['RENAME other k', 'OK']], true),
    'notices a flush if the key was there': after([['SET k 1', 'OK']], [['FLUSHALL', 'OK']], true),
    'does not notice a flush if it was not': after([], [['FLUSHALL', 'OK']], false),
    'notices SWAPDB if either database has the key': after([['SET k 1', 'OK']], [['SWAPDB 0 1', 'OK']], true),
    'does not notice SWAPDB if none has it': after([], [['SWAPDB 0 1', 'OK']], false),
    'does not notice reads, other keys, or the same key of another database': after(
      [['SET k 1', 'OK']],
      [
        ['GET k', '"1"'],
        ['SET other 1', 'OK'],
        ['SELECT 1', 'OK'],
        ['SET k 2', 'OK'],
        ['SELECT 0', 'OK'],
      ],
      false,
    ),
  },
  (server) => {
    it('notices that the time of a key has come', () => {
      server().ask('SET k 1 PX 60000');
      server().ask('WATCH k');
      server().ask('MULTI');
      server().ask('ECHO ran');
      const later = vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 60_001);
      expect(server().ask('EXEC')).toBe('(nil)');
      later.mockRestore();
    });

    it('does not notice SWAPDB if what comes is past its time, but if what was there goes', () => {
      for (const [before, result] of [
        ['PING', '1) "ran"'],
        ['SET k 1', '(nil)'],
      ] as const) {
        server().ask('FLUSHALL');
        server().ask(before);
        server().ask('WATCH k');
        server().ask('SELECT 1');
        server().ask('SET k 1 PX 60000');
        const later = vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 60_001);
        server().ask('SWAPDB 0 1');
        server().ask('SELECT 0');
        server().ask('MULTI');
        server().ask('ECHO ran');
        expect(server().ask('EXEC')).toBe(result);
        later.mockRestore();
      }
    });

    it('leaves nothing behind', () => {
      const { store } = server();
      for (let i = 0; i < 100; i++) server().ask(['WATCH', `key:${i % 60}`, 'a', 'a']);
      server().ask('UNWATCH');
      for (let shard = 0; shard < SHARDS; shard++) expect(store.control[store.heap.base(shard) + S_WATCHES]).toBe(0);
    });

    it('counts a key once, however many there are and however often it is named', () => {
      const keys = Array.from({ length: 20_000 }, (_, i) => `many:${i}`);
      const { client } = server();
      for (let i = 0; i < 2; i++) {
        expect(server().ask(['WATCH', ...keys, 'many:0'])).toBe('OK');
        expect(client.watched.size).toBe(20_000);
      }
      server().ask('SET many:19999 1');
      server().ask('MULTI');
      expect(server().ask('EXEC')).toBe('(nil)');
      expect(client.watched.size).toBe(0);
    });
  },
);
