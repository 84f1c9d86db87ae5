import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { MemoryGate, NO_ROOM, ROOM, ROOM_LATER } from '../../src/dispatch/memory-gate.ts';
import { Evictor } from '../../src/eviction/evictor.ts';
import { policy as lru } from '../../src/eviction/policies/allkeys-lru.ts';
import { policy as noeviction } from '../../src/eviction/policies/noeviction.ts';
import { FEW_PAGES, G_HEAP_SLAB_PAGES, G_ROOM_ASKED, G_TOUCHED_PAGES } from '../../src/memory/layout.ts';
import { type InProcess, startInProcess } from '../helpers/in-process.ts';

let clockUs = 0;
vi.mock(import('../../src/memory/clock.ts'), async (original) => ({
  ...(await original()),
  // Each look finds a quarter of a millisecond gone.
  monotonicUs: () => {
    clockUs += 250;
    return clockUs;
  },
}));

const KEYS = 5_000;
let server: InProcess;
let evictor: Evictor;
let gate: MemoryGate;
beforeEach(async () => {
  server = await startInProcess();
  for (let i = 0; i < KEYS; i++) server.send(['SET', `key:${i}`, 'x'.repeat(500)]);
  server.store.heap.flushUsed();
  evictor = new Evictor(server.store, lru);
  gate = new MemoryGate(server.limit, evictor);
});
afterEach(() => expect(server.emptyAndAudit()).toEqual([]));

it('makes room for a large value in short turns, until there is some', () => {
  server.limit.applyLimit(server.limit.pressureBytes());
  const bytes = 1_000_000;
  const sizes = [server.store.size(0)];
  let room = gate.makeRoomInTurns(server.call, bytes);
  while (room === ROOM_LATER) {
    sizes.push(server.store.size(0));
    room = gate.makeRoomInTurns(server.call, bytes);
  }
  expect(room).toBe(ROOM);
  expect(server.limit.wouldExceed(bytes)).toBe(false);
  expect(sizes.length).toBeGreaterThan(10);
  for (let i = 1; i < sizes.length; i++) expect(sizes[i - 1]! - sizes[i]!).toBeLessThanOrEqual(100);
});

it('makes room at one go for whoever cannot come back', () => {
  server.limit.applyLimit(server.limit.pressureBytes());
  expect(gate.makeRoom(server.call, 1_000_000)).toBe(true);
  expect(server.limit.wouldExceed(1_000_000)).toBe(false);
});

it('says so when there is nothing to evict, or the value is larger than the limit', () => {
  server.limit.applyLimit(server.limit.pressureBytes());
  expect(gate.makeRoomInTurns(server.call, server.limit.limitBytes + 1)).toBe(NO_ROOM);
  expect(server.store.size(0)).toBe(KEYS);
  evictor.setPolicy(noeviction);
  expect(gate.makeRoomInTurns(server.call, 1_000)).toBe(NO_ROOM);
  expect(gate.makeRoom(server.call, 1_000)).toBe(false);
  expect(server.store.size(0)).toBe(KEYS);
});

it('tells the background thread how much was asked for, where that is much', () => {
  const { control } = server.store;
  server.limit.applyLimit(server.limit.pressureBytes());
  gate.makeRoom(server.call, 1_000);
  expect(control[G_ROOM_ASKED]).toBe(0);
  gate.makeRoom(server.call, 100_000);
  gate.makeRoom(server.call, 50_000);
  expect(control[G_ROOM_ASKED]).toBe(100_000);
});

it('has the system give the pages that are drawn next, before the command that needs them has a lock', () => {
  const { control } = server.store;
  control[G_TOUCHED_PAGES] = control[G_HEAP_SLAB_PAGES]!;
  server.store.heap.extents.isShort = true;
  server.send(['GET', 'key:1']);
  expect(control[G_TOUCHED_PAGES]).toBe(control[G_HEAP_SLAB_PAGES]);
  server.send(['SET', 'key:1', 'x']);
  expect(control[G_TOUCHED_PAGES]! - control[G_HEAP_SLAB_PAGES]!).toBe(FEW_PAGES);
  expect(server.store.heap.extents.isShort).toBe(false);
});
