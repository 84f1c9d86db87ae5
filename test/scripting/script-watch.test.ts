/** What a script takes: its own work, and not what its thread waits for a processor. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Call } from '../../src/dispatch/context.ts';
import type { ParsedRequest } from '../../src/dispatch/request.ts';
import * as clock from '../../src/memory/clock.ts';
import * as processor from '../../src/memory/processor-wait.ts';
import type { LuaMachine } from '../../src/scripting/lua-machine.ts';
import { SHORT_US } from '../../src/scripting/run-marks.ts';
import type { RunningScripts } from '../../src/scripting/running-scripts.ts';
import type { RunState } from '../../src/scripting/script-commands.ts';
import type { Target } from '../../src/scripting/script-targets.ts';
import { ScriptWatch, Stopped } from '../../src/scripting/script-watch.ts';

vi.mock(import('../../src/memory/clock.ts'), { spy: true });
vi.mock(import('../../src/memory/processor-wait.ts'), { spy: true });

const call = { settings: { current: { busyReplyThreshold: 5_000 } } } as unknown as Call;

const running = { becomeLong: vi.fn() };

/** A run on an io thread, of so much time by the clock. */
function run(us: number, waitedUs: number): ScriptWatch {
  const watch = new ScriptWatch(call, running as unknown as RunningScripts, { wrote: false } as RunState, true);
  vi.mocked(processor.waitedUs).mockReturnValue(waitedUs);
  vi.mocked(clock.monotonicUs).mockReturnValue(1_000_000);
  watch.begin({} as Target, {} as ParsedRequest);
  vi.mocked(clock.monotonicUs).mockReturnValue(1_000_000 + us);
  return watch;
}

afterEach(() => vi.restoreAllMocks());

describe('a run on an io thread', () => {
  it('is as long as the clock says while that is short', () => {
    expect(run(SHORT_US, 900).end()).toBe(SHORT_US);
  });

  it('is no longer than its thread worked for it', () => {
    expect(run(2_500, 2_000).end()).toBe(500);
    expect(run(2_500, 0).end()).toBe(2_500);
  });

  it('is given up for its own work only', () => {
    const look = (watch: ScriptWatch) => (): void => watch.look({} as LuaMachine, 0);
    expect(look(run(4_000, 3_500))).not.toThrow();
    expect(running.becomeLong).toHaveBeenCalledOnce();
    expect(look(run(4_000, 500))).toThrow(Stopped);
  });
});
