/** The locks of scripts: kept from one to the next of a group, and given back before anything else happens. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LockGate } from '../../src/dispatch/lock-gate.ts';
import { S_LOCK, SHARDS } from '../../src/memory/layout.ts';
import { LOCK_FREE } from '../../src/memory/lock.ts';
import { type InProcess, startInProcess } from '../helpers/in-process.ts';

const TWO = '7f923f79fe76194c868d7e1d0820de36700eb649';
const ONE = 'e0e1f9fabfc9d4800c877a703b823ac0578ff8db';

describe('the locks of scripts', () => {
  let server: InProcess;
  let taken: ReturnType<typeof vi.spyOn>;
  beforeEach(async () => {
    server = await startInProcess();
    server.ask('SCRIPT LOAD "return 1"');
    server.ask('SCRIPT LOAD "return 2"');
    server.ask('SET k v');
    // Lua is made before, as that takes longer than locks are kept.
    group(`EVALSHA ${ONE} 0`, `EVALSHA ${TWO} 0`);
    taken = vi.spyOn(LockGate.prototype, 'takeSet');
  });
  afterEach(() => {
    vi.restoreAllMocks();
    expect(server.audit()).toEqual([]);
  });
  /** Sends commands in one piece. */
  const group = (...commands: string[]): string => server.sendForBytes(commands.join('\r\n')).toString();
  const areFree = (): boolean => {
    const { control, heap } = server.store;
    return Array.from({ length: SHARDS }, (_, shard) => control[heap.base(shard) + S_LOCK]).every(
      (word) => word === LOCK_FREE,
    );
  };
  /** A clock that stands still: nothing takes too long. */
  const atOnce = (): void => {
    vi.spyOn(performance, 'now').mockReturnValue(1);
  };

  it('are taken once for scripts that follow each other', () => {
    atOnce();
    expect(group(`EVALSHA ${ONE} 0`, `EVALSHA ${TWO} 0`, `EVALSHA ${ONE} 0`, `EVALSHA ${ONE} 0`)).toBe(
      ':1\r\n:2\r\n:1\r\n:1\r\n',
    );
    expect(taken).toHaveBeenCalledTimes(1);
    expect(areFree()).toBe(true);
  });

  it('are given back before another command', () => {
    atOnce();
    const commands = [`EVALSHA ${ONE} 0`, 'GET k', `EVALSHA ${ONE} 0`, 'DBSIZE', `EVALSHA ${ONE} 0`, 'FLUSHALL'];
    expect(group(...commands, `EVALSHA ${ONE} 0`)).toBe(':1\r\n$1\r\nv\r\n:1\r\n:1\r\n:1\r\n+OK\r\n:1\r\n');
    // FLUSHALL takes them itself.
    expect(taken).toHaveBeenCalledTimes(5);
  });

  it('are given back before a transaction, and within it are its own', () => {
    atOnce();
    expect(group(`EVALSHA ${ONE} 0`, 'MULTI', `EVALSHA ${ONE} 0`, 'EXEC', `EVALSHA ${ONE} 0`)).toBe(
      ':1\r\n+OK\r\n+QUEUED\r\n*1\r\n:1\r\n:1\r\n',
    );
    expect(areFree()).toBe(true);
  });

  it('are given back before an error of any kind is replied', () => {
    atOnce();
    const replies = group(
      `EVALSHA ${ONE} 0`,
      'EVALSHA ffffffffffffffffffffffffffffffffffffffff 0',
      `EVALSHA ${ONE} x`,
      'NOSUCH',
      `EVALSHA ${ONE} 0`,
    );
    expect(replies.split('\r\n').map((line) => line.slice(0, 5))).toEqual([':1', '-NOSC', '-ERR ', '-ERR ', ':1', '']);
    expect(areFree()).toBe(true);
  });

  it('are given back while a new script is compiled', () => {
    atOnce();
    group(`EVALSHA ${ONE} 0`, 'EVAL "return 3" 0', `EVALSHA ${ONE} 0`);
    expect(taken).toHaveBeenCalledTimes(3);
  });

  it('are kept for a short time only', () => {
    let us = 0;
    vi.spyOn(performance, 'now').mockImplementation(() => {
      us += 20;
      return us / 1000;
    });
    group(...Array.from({ length: 16 }, () => `EVALSHA ${ONE} 0`));
    expect(taken.mock.calls.length).toBeGreaterThan(4);
    expect(areFree()).toBe(true);
  });

  it('are not kept for a client that is to hear of changes', () => {
    atOnce();
    server.client.resp = 3;
    group('CLIENT TRACKING ON', `EVALSHA ${ONE} 0`, `EVALSHA ${ONE} 0`);
    expect(taken).toHaveBeenCalledTimes(2);
  });
});
