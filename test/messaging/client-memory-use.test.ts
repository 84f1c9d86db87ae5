import { describe, expect, it } from 'vitest';
import { createClientMemory } from '../../src/messaging/client-memory.ts';
import { ClientMemoryUse, LEAST_LIMIT_BYTES } from '../../src/messaging/client-memory-use.ts';
import { ClientRequests } from '../../src/messaging/client-requests.ts';
import { FLAG, REQUEST_KILL } from '../../src/messaging/client-row.ts';
import { ClientTable } from '../../src/messaging/client-table.ts';

const texts = { address: 'a:1', localAddress: 'b:2', user: 'default', libName: '', libVersion: '', name: '' };
const MB = 1024 * 1024;

function start() {
  const shared = createClientMemory(2);
  const table = new ClientTable(shared);
  const requests = new ClientRequests(shared);
  const rung: number[] = [];
  const use = new ClientMemoryUse(shared, requests, (thread) => rung.push(thread));
  let id = 0;
  const add = (thread: number, bytes: number, flags = 0): number => {
    const slot = table.add(++id, thread, 1, 0, texts);
    table.update({ slot, db: 0, resp: 2, lastCommand: 0, lastActiveMs: 0 }, flags, 0, 0);
    table.setMemory(slot, bytes);
    return slot;
  };
  const isAsked = (slot: number): boolean => (table.requests(slot) & REQUEST_KILL) !== 0;
  return { table, requests, use, rung, add, isAsked };
}

describe('memory of all clients', () => {
  it('is the sum over all threads, without those who go', () => {
    const { table, use, add } = start();
    add(0, 3 * MB);
    const gone = add(1, 2 * MB);
    expect(use.total()).toBe(5 * MB);
    table.remove(gone);
    expect(use.total()).toBe(3 * MB);
  });

  it('within the limit, or without one, nobody goes', () => {
    const { use, add } = start();
    add(0, 3 * MB);
    expect(use.enforce(0)).toBe(0);
    expect(use.enforce(4 * MB)).toBe(0);
  });

  it('beyond it the largest go, whichever thread has them, until the others fit; each is asked once', () => {
    const { use, add, isAsked, rung } = start();
    const slots = [add(0, 1 * MB), add(1, 5 * MB), add(0, 4 * MB), add(1, 1.5 * MB)];
    expect(use.enforce(3 * MB)).toBe(2);
    expect(slots.map(isAsked)).toEqual([false, true, true, false]);
    expect(rung).toEqual([1, 0]);
    expect(use.total()).toBe(2.5 * MB);
    expect(use.enforce(3 * MB)).toBe(0);
  });

  it('a client with CLIENT NO-EVICT counts, and stays', () => {
    const { use, add, isAsked } = start();
    const kept = add(0, 9 * MB, FLAG.noEvict);
    const other = add(0, 1 * MB);
    expect(use.enforce(2 * MB)).toBe(1);
    expect([isAsked(kept), isAsked(other)]).toEqual([false, true]);
  });

  it('a limit that is too small for anybody is read as the least one', () => {
    const { use, add } = start();
    add(0, LEAST_LIMIT_BYTES - 4096);
    expect(use.enforce(1)).toBe(0);
    add(0, 4096);
    expect(use.enforce(1)).toBe(1);
  });
});
