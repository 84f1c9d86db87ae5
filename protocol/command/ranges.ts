// HOT: part of the parser.
/** Reads what is repeated: all that is left, a counted number, equal parts. */
import type { ArgIndex, ArgRange } from './arguments.ts';
import { convert, cursor, fail, numbers } from './cursor.ts';
import type { Target } from './number-queue.ts';
import { parseInteger } from './numbers.ts';
import { NO_ERROR, SYNTAX_ERROR } from './parse-error.ts';
import type { Frame, Step } from './steps.ts';

function setRange(step: Step, range: ArgRange, count: number, stride: number): boolean {
  range.first = cursor.at as ArgIndex;
  range.count = count;
  range.stride = stride;
  cursor.at += count * stride;
  const width = step.numberOffsets.length;
  if (width === 0) return true;
  if (range.numbers.length < count * width) range.numbers = new Float64Array(Math.max(16, count * width * 2));
  const target = range as unknown as Target;
  if (step.eager) return convert(step, target, 'numbers', range.first);
  numbers.defer(step, target, 'numbers', range.first);
  return true;
}

/** Reads the same fields again and again, up to `limit` or as often as the range before. @returns false after `fail` */
export function parseRepeat(step: Step, range: ArgRange, frame: Frame, limit: number): boolean {
  const stride = step.steps.length;
  const left = limit - cursor.at;
  if (step.times !== undefined) {
    const count = (frame.values[step.times] as ArgRange).count;
    if (left < count * stride) return fail(SYNTAX_ERROR, cursor.at);
    return setRange(step, range, count, stride);
  }
  const count = (left / stride) | 0;
  if (left !== count * stride) return fail(step.uneven, cursor.at);
  if (count < step.min) return fail(SYNTAX_ERROR, cursor.at);
  return setRange(step, range, count, stride);
}

/** Reads a count and so many arguments. @returns false after `fail` */
export function parseCounted(step: Step, range: ArgRange, limit: number): boolean {
  if (cursor.at >= limit) return fail(SYNTAX_ERROR, cursor.at);
  const arg = cursor.at++;
  const count = parseInteger(cursor.request.buf, cursor.request.argStart[arg]!, cursor.request.argLen[arg]!);
  if (Number.isNaN(count)) return fail(step.invalid, arg);
  if (count < step.min || count > step.max) return fail(step.range, arg);
  const stride = step.steps.length;
  if (step.mismatch !== NO_ERROR && count * stride !== limit - cursor.at) return fail(step.mismatch, arg);
  if (count * stride > limit - cursor.at) return fail(step.tooMany, arg);
  return setRange(step, range, count, stride);
}

/** Reads what is left as parts of equal length, each a range of its own. @returns false after `fail` */
export function parseHalves(step: Step, target: Target, key: string | number, child: Frame, limit: number): boolean {
  const parts = step.steps.length;
  const left = limit - cursor.at;
  if (left === 0 || left % parts !== 0) return fail(left === 0 ? SYNTAX_ERROR : step.uneven, cursor.at);
  for (let i = 0; i < parts; i++) {
    const range = child.values[step.steps[i]!.field] as ArgRange;
    range.first = cursor.at as ArgIndex;
    range.count = left / parts;
    cursor.at += range.count;
  }
  target[key] = child.values;
  return true;
}
