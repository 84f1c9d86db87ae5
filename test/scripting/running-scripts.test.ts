import { beforeEach, describe, expect, it } from 'vitest';
import { RUNS_FUNCTION, RUNS_SCRIPT } from '../../src/dispatch/ports/scripts.ts';
import { ParsedRequest } from '../../src/dispatch/request.ts';
import { createClientMemory } from '../../src/messaging/client-memory.ts';
import { GATE_BUSY, GateState } from '../../src/messaging/gate-state.ts';
import { createRunningMemory, RunningScripts } from '../../src/scripting/running-scripts.ts';

/** Two threads. */
describe('scripts that run', () => {
  let one: RunningScripts;
  let other: RunningScripts;
  let gates: GateState;
  beforeEach(() => {
    const shared = createRunningMemory();
    gates = new GateState(createClientMemory(2));
    one = new RunningScripts(shared, 0, gates);
    other = new RunningScripts(shared, 1, gates);
  });
  const isBusy = (): boolean => (gates.bits() & GATE_BUSY) !== 0;

  it('are nothing to others while they are short', () => {
    one.begin(RUNS_SCRIPT);
    expect(other.busy()).toBeUndefined();
    expect(other.kill(RUNS_SCRIPT)).toBe('none');
    expect(isBusy()).toBe(false);
    one.end();
  });

  it('are waited for by who wants them killed, once they are long and until they are busy', () => {
    one.begin(RUNS_SCRIPT);
    expect(other.mayBecomeBusy).toBe(false);
    one.becomeLong();
    expect([other.mayBecomeBusy, other.kill(RUNS_SCRIPT)]).toEqual([true, 'none']);
    one.becomeBusy('a', Date.now(), undefined);
    one.becomeLong();
    expect([other.mayBecomeBusy, other.kill(RUNS_SCRIPT)]).toEqual([false, 'killed']);
    one.end();
    one.begin(RUNS_SCRIPT);
    one.becomeLong();
    one.end();
    expect(other.mayBecomeBusy).toBe(false);
  });

  it('are waited for on their way to the script thread, too', () => {
    one.noteShipped();
    other.noteShipped();
    expect(one.mayBecomeBusy).toBe(true);
    other.begin(RUNS_SCRIPT);
    expect(one.mayBecomeBusy).toBe(true);
    other.end();
    other.noteAnswered();
    expect(one.mayBecomeBusy).toBe(true);
    other.noteAnswered();
    expect(one.mayBecomeBusy).toBe(false);
  });

  it('are told of when they take long, by the beginning of their name', () => {
    one.begin(RUNS_FUNCTION);
    const request = new ParsedRequest();
    request.buf = Buffer.from('FCALLf0large');
    request.argc = 4;
    request.argStart = Int32Array.of(0, 5, 6, -1);
    request.argLen = Int32Array.of(5, 1, 1, 70_000);
    one.becomeBusy('f'.repeat(1_000), Date.now() - 100, request);
    expect(other.busyCommand().map(String)).toEqual(['FCALL', 'f', '0']);
    expect(isBusy()).toBe(true);
    const { kind, ms, name } = other.busy()!;
    expect([kind, name]).toEqual([RUNS_FUNCTION, 'f'.repeat(224)]);
    expect(ms).toBeGreaterThanOrEqual(100);
    one.end();
    expect(other.busy()).toBeUndefined();
    expect(isBusy()).toBe(false);
  });

  it('are killed by the command for their kind', () => {
    one.begin(RUNS_SCRIPT);
    one.becomeBusy('a', Date.now(), undefined);
    expect(other.kill(RUNS_FUNCTION)).toBe('script');
    expect(one.killAsked).toBe(false);
    expect(other.kill(RUNS_SCRIPT)).toBe('killed');
    expect(one.killAsked).toBe(true);
    one.end();
    one.begin(RUNS_SCRIPT);
    expect(one.killAsked).toBe(false);
    one.end();
  });

  it('are not killed once they have written', () => {
    one.begin(RUNS_SCRIPT);
    one.noteWrite();
    one.becomeBusy('a', Date.now(), undefined);
    expect(other.kill(RUNS_SCRIPT)).toBe('wrote');
    expect(other.kill(RUNS_FUNCTION)).toBe('wrote');
    one.end();
  });

  it('are busy until the last of them ends', () => {
    one.begin(RUNS_SCRIPT);
    other.begin(RUNS_SCRIPT);
    one.becomeBusy('a', Date.now(), undefined);
    other.becomeBusy('b', Date.now(), undefined);
    one.end();
    expect(isBusy()).toBe(true);
    expect(one.busy()?.name).toBe('b');
    other.end();
    expect(isBusy()).toBe(false);
  });
});
