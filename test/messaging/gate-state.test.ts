import { describe, expect, it } from 'vitest';
import { createClientMemory } from '../../src/messaging/client-memory.ts';
import { GATE_MONITORED, GATE_PAUSE_ALL, GATE_PAUSE_WRITE, GateState } from '../../src/messaging/gate-state.ts';

const BOTH = GATE_PAUSE_WRITE | GATE_PAUSE_ALL;

function start() {
  const shared = createClientMemory(2);
  return { gates: new GateState(shared), elsewhere: new GateState(shared) };
}

describe('pause', () => {
  it('is seen by all threads and ends at its time', () => {
    const { gates, elsewhere } = start();
    expect(elsewhere.bits()).toBe(0);
    gates.pause(false, 2000, 1000);
    expect(elsewhere.bits()).toBe(GATE_PAUSE_WRITE);
    expect(elsewhere.pauseEndMs()).toBe(2000);
    expect(elsewhere.pauseBits(1999)).toBe(GATE_PAUSE_WRITE);
    expect(elsewhere.pauseBits(2000)).toBe(0);
    expect(gates.bits()).toBe(0);
  });

  it('keeps the later end and the stricter mode', () => {
    const { gates } = start();
    gates.pause(true, 5000, 1000);
    gates.pause(false, 3000, 1000);
    expect(gates.pauseBits(1000)).toBe(BOTH);
    expect(gates.pauseEndMs()).toBe(5000);
    gates.pause(false, 9000, 1000);
    expect(gates.pauseEndMs()).toBe(9000);
  });

  it('begins anew when the last one is over', () => {
    const { gates } = start();
    gates.pause(true, 5000, 1000);
    gates.pause(false, 7000, 6000);
    expect(gates.pauseBits(6000)).toBe(GATE_PAUSE_WRITE);
    expect(gates.unpause()).toBe(true);
    expect(gates.unpause()).toBe(false);
    gates.pause(false, 6500, 6000);
    expect(gates.pauseEndMs()).toBe(6500);
  });

  it('of no length ends at once', () => {
    const { gates } = start();
    gates.pause(true, 1000, 1000);
    expect(gates.pauseBits(1000)).toBe(0);
  });
});

describe('monitors', () => {
  it('set their bit while there is one on any thread', () => {
    const { gates, elsewhere } = start();
    gates.countMonitor(0, 1, 2);
    gates.countMonitor(1, 1, 2);
    expect(elsewhere.bits()).toBe(GATE_MONITORED);
    expect([elsewhere.monitors(0), elsewhere.monitors(1)]).toEqual([1, 1]);
    gates.pause(true, 2000, 1000);
    gates.countMonitor(0, -1, 2);
    expect(elsewhere.bits()).toBe(GATE_MONITORED | BOTH);
    gates.countMonitor(1, -1, 2);
    expect(elsewhere.bits()).toBe(BOTH);
  });
});
