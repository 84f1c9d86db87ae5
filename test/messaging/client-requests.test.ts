import { describe, expect, it } from 'vitest';
import { createClientMemory } from '../../src/messaging/client-memory.ts';
import { ClientRequests } from '../../src/messaging/client-requests.ts';
import {
  type ClientTexts,
  FLAG,
  REQUEST_KILL,
  REQUEST_WAKE,
  WAIT_ERROR,
  WAIT_NONE,
  WAIT_SERVED,
  WAIT_TIMED_OUT,
} from '../../src/messaging/client-row.ts';
import { ClientTable } from '../../src/messaging/client-table.ts';

const texts: ClientTexts = {
  address: 'a:1',
  localAddress: 'b:2',
  user: 'default',
  libName: '',
  libVersion: '',
  name: '',
};

function start() {
  const shared = createClientMemory(2);
  return { table: new ClientTable(shared), requests: new ClientRequests(shared) };
}

function taken(requests: ClientRequests, thread: number): [number, number][] {
  const all: [number, number][] = [];
  requests.take(thread, (slot, bits) => all.push([slot, bits]));
  return all;
}

describe('requests to clients', () => {
  it('reach the thread of the client once', () => {
    const { table, requests } = start();
    const slots = Array.from({ length: 100 }, (_none, i) => table.add(i + 1, i % 2, 1, 0, texts));
    expect(requests.ask(slots[33]!, 34, REQUEST_KILL)).toBe(1);
    expect(requests.ask(slots[33]!, 34, REQUEST_KILL)).toBe(-1);
    expect(requests.ask(slots[99]!, 100, REQUEST_WAKE)).toBe(1);
    expect(requests.ask(slots[0]!, 1, REQUEST_WAKE)).toBe(0);
    expect(taken(requests, 1)).toEqual([
      [slots[33], REQUEST_KILL],
      [slots[99], REQUEST_WAKE],
    ]);
    expect(taken(requests, 1)).toEqual([]);
    expect(taken(requests, 0)).toEqual([[slots[0], REQUEST_WAKE]]);
  });

  it('stay until they are done', () => {
    const { table, requests } = start();
    const slot = table.add(1, 0, 1, 0, texts);
    requests.ask(slot, 1, REQUEST_WAKE);
    requests.ask(slot, 1, REQUEST_KILL);
    expect(taken(requests, 0)).toEqual([[slot, REQUEST_WAKE | REQUEST_KILL]]);
    requests.done(slot, REQUEST_WAKE);
    expect(table.requests(slot)).toBe(REQUEST_KILL);
    expect(requests.ask(slot, 1, REQUEST_WAKE)).toBe(0);
  });

  it('never reach the next client in the row', () => {
    const { table, requests } = start();
    const slot = table.add(1, 0, 1, 0, texts);
    requests.ask(slot, 1, REQUEST_KILL);
    table.remove(slot);
    expect(table.add(2, 0, 1, 0, texts)).toBe(slot);
    expect(taken(requests, 0)).toEqual([]);
    expect(requests.ask(slot, 1, REQUEST_KILL)).toBe(-1);
    expect(table.read(slot)).toMatchObject({ id: 2 });
  });
});

describe('waits', () => {
  it('end once, by whoever is first', () => {
    const { table, requests } = start();
    const slot = table.add(1, 0, 1, 0, texts);
    expect(requests.endWait(slot, WAIT_SERVED)).toBe(false);
    requests.beginWait(slot);
    expect(table.read(slot)!.flags).toBe(FLAG.blocked);
    expect(requests.endWait(slot, WAIT_SERVED)).toBe(true);
    expect(requests.endWait(slot, WAIT_TIMED_OUT)).toBe(false);
    expect(requests.unblock(slot, 1, WAIT_ERROR)).toBe(-1);
    expect(requests.takeOutcome(slot)).toBe(WAIT_SERVED);
    expect(requests.takeOutcome(slot)).toBe(WAIT_NONE);
  });

  it('of others end by the id of the client', () => {
    const { table, requests } = start();
    const slot = table.add(5, 1, 1, 0, texts);
    requests.beginWait(slot);
    expect(requests.unblock(slot, 4, WAIT_ERROR)).toBe(-1);
    expect(requests.unblock(slot, 5, WAIT_ERROR)).toBe(1);
    expect(requests.takeOutcome(slot)).toBe(WAIT_ERROR);
  });
});
