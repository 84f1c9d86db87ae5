// HOT: used for each number of a request. No allocation once it has its size, no strings.
/**
 * Numbers of a request that wait for its structure to be complete, because Redis reports a wrong structure before a
 * wrong number. They are converted in the order of the arguments; the first error is kept.
 */
import type { ArgRange, RequestArgs } from './arguments.ts';
import { isBeyondDoubles, parseDouble, parseInt64, parseInteger } from './numbers.ts';
import { type ErrorCode, NO_ERROR } from './parse-error.ts';
import type { Frame, Step } from './steps.ts';
import * as S from './steps.ts';

/** Where a value goes: an object of fields, or the items of a list. */
export type Target = Record<string | number, unknown>;

export class NumberQueue {
  error: ErrorCode = NO_ERROR;
  /** Argument that the error is about. */
  errorArg = 0;
  private request!: RequestArgs;
  private readonly steps: (Step | null)[] = [];
  private readonly targets: Target[] = [];
  private readonly keys: (string | number)[] = [];
  private readonly args: number[] = [];
  private count = 0;

  /** Begins a request: nothing waits. */
  begin(request: RequestArgs): void {
    this.request = request;
    this.error = NO_ERROR;
    this.count = 0;
  }

  /** Puts off the conversion of argument `arg` into `target[key]`; of all numbers of a range for a repeated step. */
  defer(step: Step, target: Target, key: string | number, arg: number): void {
    this.steps[this.count] = step;
    this.targets[this.count] = target;
    this.keys[this.count] = key;
    this.args[this.count] = arg;
    this.count++;
  }

  /** An option that is given again replaces the first: what waits for that one is dropped. */
  forget(step: Step, frame: Frame): void {
    for (let i = 0; i < this.count; i++) {
      const target = this.targets[i]!;
      const own = target === frame.values && this.keys[i] === step.field;
      if (own || holds(frame.children[step.slot]!, target)) this.steps[i] = null;
    }
  }

  /** Converts everything that waits, up to the first error. */
  convertAll(): void {
    for (let i = 0; i < this.count && this.error === NO_ERROR; i++) {
      const step = this.steps[i]!;
      if (step !== null) this.convert(step, this.targets[i]!, this.keys[i]!, this.args[i]!);
    }
  }

  /** Converts at once. False on error. */
  convert(step: Step, target: Target, key: string | number, arg: number): boolean {
    if (step.kind >= S.REPEAT) return this.convertRange(step, target as unknown as ArgRange);
    target[key] = this.read(step, arg);
    return this.error === NO_ERROR;
  }

  /** Converts the numbers of all items of a range. False on error. */
  convertRange(step: Step, range: ArgRange): boolean {
    const width = step.numberOffsets.length;
    if (width === 1 && step.numberSteps[0]!.kind === S.DOUBLE) return this.convertDoubles(step, range);
    for (let i = 0; i < range.count; i++) {
      for (let j = 0; j < width; j++) {
        const value = this.read(step.numberSteps[j]!, range.at(i) + step.numberOffsets[j]!);
        if (this.error !== NO_ERROR) return false;
        range.numbers[i * width + j] = Number(value);
      }
    }
    return true;
  }

  /** The same where each item has one double: no value leaves this function, so that none becomes a heap object. */
  private convertDoubles(step: Step, range: ArgRange): boolean {
    const { buf, argLen, argStart } = this.request;
    const { min, max, invalid, range: outside } = step.numberSteps[0]!;
    const { count, numbers, stride } = range;
    let arg = range.first + step.numberOffsets[0]!;
    for (let i = 0; i < count; i++) {
      const value = parseDouble(buf, argStart[arg]!, argLen[arg]!);
      if (Number.isNaN(value)) this.fail(invalid, arg);
      else if (value < min || value > max) this.fail(outside, arg);
      if (this.error !== NO_ERROR) return false;
      numbers[i] = value;
      arg += stride;
    }
    return true;
  }

  private read(step: Step, arg: number): number | bigint {
    const { buf } = this.request;
    const start = this.request.argStart[arg]!;
    const length = this.request.argLen[arg]!;
    let value: number | bigint;
    if (step.kind === S.INTEGER) value = parseInteger(buf, start, length);
    else if (step.kind === S.DOUBLE) value = parseDouble(buf, start, length);
    else value = parseInt64(buf, start, length);
    if (Number.isNaN(value)) this.fail(this.isBeyond(step, start, length) ? step.beyond : step.invalid, arg);
    else if (value < step.min || value > step.max) this.fail(step.range, arg);
    return value;
  }

  // cold: text that is no number of the step's kind.
  private isBeyond(step: Step, start: number, length: number): boolean {
    return step.beyond !== step.invalid && step.kind === S.DOUBLE && isBeyondDoubles(this.request.buf, start, length);
  }

  private fail(code: ErrorCode, arg: number): void {
    this.error = code;
    this.errorArg = arg;
  }
}

function holds(frame: Frame, values: Target): boolean {
  if (frame.values === values) return true;
  for (let i = 0; i < frame.children.length; i++) if (holds(frame.children[i]!, values)) return true;
  return false;
}
