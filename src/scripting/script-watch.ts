/** Looks at a script from time to time while it runs: whether it takes long, is to be moved, or is to be ended. */
import type { Call } from '../dispatch/context.ts';
import type { ParsedRequest } from '../dispatch/request.ts';
import { monotonicUs, wallClockMs } from '../memory/clock.ts';
import { waitedUs } from '../memory/processor-wait.ts';
import type { LuaMachine } from './lua-machine.ts';
import { positionOf } from './position.ts';
import { SHORT_US } from './run-marks.ts';
import type { RunningScripts } from './running-scripts.ts';
import type { RunState } from './script-commands.ts';
import type { Target } from './script-targets.ts';

/** When a run that has changed nothing is moved to the script thread, and any other is long. */
const MOVE_US = 3_000;
/** Time that a library may take to load. */
const LOAD_US = 500_000;

/** Ends a run from within: Lua is thrown away with it. */
export class Stopped extends Error {
  /** The script thread is to run it. */
  readonly moves: boolean;
  constructor(text: string, moves: boolean) {
    super(text);
    this.moves = moves;
  }
}

/** What this thread has computed for, so far. */
function threadCpuUs(): number {
  const { user, system } = process.threadCpuUsage();
  return user + system;
}

/**
 * What a run of so many µs has worked for, if it took longer than `most`: a thread that waits for a processor makes no
 * script long.
 */
function workUs(us: number, most: number): number {
  return us <= most ? us : us - waitedUs();
}

export class ScriptWatch {
  readonly #call: Call;
  readonly #running: RunningScripts;
  readonly #run: RunState;
  /** Whether there is a script thread to hand long scripts to. */
  readonly #mayMove: boolean;
  /** When the run began; 0 while none is under way. */
  #startUs = 0;
  #startCpuUs = 0;
  #target: Target | undefined;
  #request: ParsedRequest | undefined;
  /** Looks after others while a script of this thread does not end. */
  onBusy: (() => void) | undefined;
  /** Set while a library loads: until when. */
  #loadUntilUs = 0;

  constructor(call: Call, running: RunningScripts, run: RunState, mayMove: boolean) {
    this.#call = call;
    this.#running = running;
    this.#run = run;
    this.#mayMove = mayMove;
  }

  begin(target: Target, request: ParsedRequest): void {
    this.#target = target;
    this.#request = request;
    if (!this.#mayMove) this.#startCpuUs = threadCpuUs();
    this.#startUs = monotonicUs();
  }

  /** @returns how long the run took, in µs, without what the system took if that is much; -1 when none has begun */
  end(): number {
    const startUs = this.#startUs;
    this.#startUs = 0;
    if (startUs === 0) return -1;
    return this.#mayMove ? workUs(monotonicUs() - startUs, SHORT_US) : threadCpuUs() - this.#startCpuUs;
  }

  beginLoad(): void {
    this.#loadUntilUs = monotonicUs() + LOAD_US;
  }

  endLoad(): void {
    this.#loadUntilUs = 0;
  }

  /** Called by Lua from time to time. @throws Stopped when the run is to end here */
  look(machine: LuaMachine, state: number): void {
    if (this.#startUs === 0 && this.#loadUntilUs === 0) return;
    const us = monotonicUs();
    if (this.#loadUntilUs !== 0) {
      if (us > this.#loadUntilUs) throw new Stopped('ERR FUNCTION LOAD timeout', false);
      return;
    }
    const elapsedUs = us - this.#startUs;
    const mayMove = this.#mayMove && !this.#run.wrote;
    if (mayMove && workUs(elapsedUs, MOVE_US) > MOVE_US) throw new Stopped('', true);
    if (elapsedUs > MOVE_US) this.#running.becomeLong();
    const { busyReplyThreshold } = this.#call.settings.current;
    if (busyReplyThreshold === 0 || elapsedUs < busyReplyThreshold * 1000) return;
    const { name } = this.#target!;
    this.#running.becomeBusy(name, wallClockMs() - elapsedUs / 1000, this.#request);
    if (!this.#running.killAsked) {
      this.onBusy?.();
      return;
    }
    const where = `script: ${name}, on ${positionOf(machine, state)}.`;
    // So Redis says of functions too.
    throw new Stopped(`ERR Script killed by user with SCRIPT KILL... ${where}`, false);
  }
}
