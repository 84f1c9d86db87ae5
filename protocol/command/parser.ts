// HOT: runs once a command. No allocation (lists grow their pool once), no strings, no regular expressions, no throw.
/**
 * Reads a request by its command's grammar.
 *
 * Idea: the fields of a command whose place never changes (`GET k`, the key and value of `SET k v`) are written into
 * its result object once, at start-up; a request that has nothing else is accepted by comparing its length. Everything
 * else walks the compiled steps from left to right over the bytes of the request. Numbers wait in a list until the
 * structure is known to be right, because that is the order in which Redis reports errors.
 *
 * Gives up: the result object belongs to the command, so it holds until the same command is parsed again on this thread.
 */
import type { ArgIndex, ArgRange, RequestArgs } from './arguments.ts';
import type { Grammar } from './grammar.ts';
import { parseDouble, parseInt64, parseInteger } from './numbers.ts';
import { type ErrorCode, NO_ERROR, SYNTAX_ERROR } from './parse-error.ts';
import type { Frame, Step } from './steps.ts';
import * as S from './steps.ts';

type Target = Record<string | number, unknown>;

/** The request being read. Module variables: nothing here calls back into a command. */
let request: RequestArgs;
let at = 0;
let error: ErrorCode = NO_ERROR;
let errorArg = 0;

/** Numbers that wait for the structure to be complete. */
const pendingSteps: (Step | null)[] = [];
const pendingTargets: Target[] = [];
const pendingKeys: (string | number)[] = [];
const pendingArgs: number[] = [];
let pending = 0;

/** The parser of one command. */
export class ArgumentParser {
  /** What `run` receives. */
  readonly values: Readonly<Record<string, unknown>>;
  /** Argument that the last error is about. */
  errorArg = 0;
  readonly steps: readonly Step[];
  readonly frame: Frame;
  /** Steps whose fields a request may leave out. */
  private readonly resettable: readonly Step[];
  private readonly first: number;
  private readonly syntaxError: ErrorCode;
  private readonly check: ((args: never) => ErrorCode) | undefined;
  /** Length of a request that has only fields of fixed places; -1 if there is no such request. */
  private readonly plainArgc: number;
  /** Steps at the start whose fields never change. */
  private readonly presetCount: number;
  private dirty = false;

  /** `first`: position of the first argument: 1, or 2 for a subcommand. */
  constructor(
    grammar: Grammar,
    first: number,
    options: {
      syntaxError?: ErrorCode | undefined;
      eager?: boolean | undefined;
      check?: ((args: never) => ErrorCode) | undefined;
    } = {},
  ) {
    this.steps = S.compileFields(grammar, options.eager ?? false);
    this.frame = S.createFrame(this.steps);
    this.resettable = this.steps.filter((step) => step.optional || step.inRun || step.kind === S.LIST);
    this.values = this.frame.values;
    this.first = first;
    this.syntaxError = options.syntaxError ?? SYNTAX_ERROR;
    this.check = options.check;
    let preset = 0;
    while (preset < this.steps.length && isPreset(this.steps[preset]!)) {
      this.frame.values[this.steps[preset]!.field] = first + preset;
      preset++;
    }
    this.presetCount = preset;
    this.plainArgc = this.steps.slice(preset).every((step) => step.optional) ? first + preset : -1;
  }

  /** Reads a request into `values`; 0, or the first error. */
  parse(args: RequestArgs): ErrorCode {
    if (args.argc === this.plainArgc) {
      if (this.dirty) this.reset();
      return NO_ERROR;
    }
    return this.parseFully(args);
  }

  private parseFully(args: RequestArgs): ErrorCode {
    if (this.dirty) this.reset();
    this.dirty = true;
    request = args;
    error = NO_ERROR;
    errorArg = 0;
    pending = 0;
    at = this.first + this.presetCount;
    this.errorArg = args.argc;
    if (at > args.argc) return this.syntaxError;
    if (parseFields(this.steps, this.presetCount, this.frame, args.argc) && at < args.argc) fail(SYNTAX_ERROR, at);
    if (error === NO_ERROR && this.check !== undefined) error = this.check(this.values as never);
    for (let i = 0; i < pending && error === NO_ERROR; i++) {
      const step = pendingSteps[i]!;
      if (step !== null) convert(step, pendingTargets[i]!, pendingKeys[i]!, pendingArgs[i]!);
    }
    this.errorArg = errorArg;
    return error === SYNTAX_ERROR ? this.syntaxError : error;
  }

  private reset(): void {
    S.resetFrame(this.frame, this.resettable);
    this.dirty = false;
  }
}

function isPreset(step: Step): boolean {
  return step.kind === S.INDEX && step.word === undefined && !step.optional;
}

function fail(code: ErrorCode, arg: number): boolean {
  if (error === NO_ERROR) {
    error = code;
    errorArg = arg;
  }
  return false;
}

/** Reads the fields from number `from` on; `limit` is the end of the arguments they may take. False on error. */
function parseFields(steps: readonly Step[], from: number, frame: Frame, limit: number): boolean {
  for (let i = from; i < steps.length; i++) {
    const step = steps[i]!;
    if (step.inRun) {
      if (!parseRun(steps, i, step.runEnd, frame, limit)) return false;
      i = step.runEnd - 1;
      continue;
    }
    const end = step.kind === S.COUNTED ? limit : limit - step.lengthAfter;
    if (step.optional && (at >= end || (step.wordLed && !starts(step)))) continue;
    if (!parseStep(step, frame.values, step.field, frame, end)) return false;
  }
  return true;
}

/** Reads neighbouring options, in any order, until an argument is none of them. */
function parseRun(steps: readonly Step[], from: number, to: number, frame: Frame, limit: number): boolean {
  const end = limit - steps[from]!.runReserve;
  while (at < end) {
    let i = from;
    while (i < to && !starts(steps[i]!)) i++;
    if (i === to) break;
    const step = steps[i]!;
    if (frame.values[step.field] !== step.absent && step.kind !== S.LIST) forget(step, frame);
    if (!parseStep(step, frame.values, step.field, frame, end)) return false;
  }
  for (let i = from; i < to; i++) {
    const step = steps[i]!;
    if (!step.optional && frame.values[step.field] === undefined) return fail(step.missing, at);
  }
  return true;
}

/** An option that is given again replaces the first: what was to be converted for that one no longer is. */
function forget(step: Step, frame: Frame): void {
  for (let i = 0; i < pending; i++) {
    const target = pendingTargets[i]!;
    const own = target === frame.values && pendingKeys[i] === step.field;
    if (own || holds(frame.children[step.slot]!, target)) pendingSteps[i] = null;
  }
}

function holds(frame: Frame, values: Target): boolean {
  if (frame.values === values) return true;
  for (let i = 0; i < frame.children.length; i++) if (holds(frame.children[i]!, values)) return true;
  return false;
}

/** Is the argument at hand the word with which this step begins? */
function starts(step: Step): boolean {
  if (step.word !== undefined) return isWord(step.word);
  if (!step.wordLed) return false;
  for (let i = 0; i < step.steps.length; i++) {
    const inner = step.steps[i]!;
    if (starts(inner)) return true;
    if (step.kind === S.BLOCK && !inner.optional) return false;
  }
  return false;
}

/** Is the argument at hand this word, in any case? `word` is in lower case. */
function isWord(word: Uint8Array): boolean {
  const length = word.length;
  if (request.argLen[at] !== length) return false;
  const start = request.argStart[at]!;
  if (start < 0) return false;
  const buf = request.buf;
  for (let i = 0; i < length; i++) {
    const c = buf[start + i]!;
    const w = word[i]!;
    if (c !== w && ((c | 0x20) !== w || w < 0x61 || w > 0x7a)) return false;
  }
  return true;
}

/** Reads one step that is present (or required) into `target[key]`. */
function parseStep(step: Step, target: Target, key: string | number, frame: Frame, limit: number): boolean {
  const start = at;
  if (step.word !== undefined && step.kind !== S.TOKEN) {
    if (at >= limit || !isWord(step.word)) return fail(step.missing, at);
    at++;
    if (at >= limit && step.length > 1) return fail(SYNTAX_ERROR, start);
  }
  switch (step.kind) {
    case S.INDEX:
      if (at >= limit) return fail(SYNTAX_ERROR, start);
      target[key] = at++;
      return true;
    case S.INTEGER:
    case S.INT64:
    case S.DOUBLE:
      if (at >= limit) return fail(SYNTAX_ERROR, start);
      return parseNumber(step, target, key);
    case S.TOKEN:
      if (at >= limit || !isWord(step.word!)) return fail(step.missing, at);
      target[key] = step.literal;
      at++;
      return true;
    case S.WORDS:
      return parseWords(step, target, key, limit);
    case S.FLAGS:
      return parseFlags(step, target, key, frame.children[step.slot]!);
    case S.CHOICE:
      return parseChoice(step, target, key, frame.children[step.slot]!, limit);
    case S.BLOCK: {
      const child = frame.children[step.slot]!;
      S.resetFrame(child, step.steps);
      if (at >= limit) return fail(step.missing, start);
      target[key] = child.values;
      return parseFields(step.steps, 0, child, limit);
    }
    case S.REPEAT:
    case S.COUNTED: {
      const range = frame.children[step.slot]!.values as unknown as ArgRange;
      const done = step.kind === S.REPEAT ? parseRepeat(step, range, frame, limit) : parseCounted(step, range, limit);
      target[key] = range;
      return done;
    }
    case S.LIST:
      return parseList(step, target, key, frame.children[step.slot]!, limit);
    default:
      return parseHalves(step, target, key, frame.children[step.slot]!, limit);
  }
}

function parseNumber(step: Step, target: Target, key: string | number): boolean {
  const arg = at++;
  if (step.eager) return convert(step, target, key, arg);
  // until it is converted, the field says "given", so that required options count as present
  target[key] = Number.NaN;
  defer(step, target, key, arg);
  return true;
}

function defer(step: Step, target: Target, key: string | number, arg: number): void {
  pendingSteps[pending] = step;
  pendingTargets[pending] = target;
  pendingKeys[pending] = key;
  pendingArgs[pending] = arg;
  pending++;
}

/** Converts the number in argument `arg`, or all numbers of a range. */
function convert(step: Step, target: Target, key: string | number, arg: number): boolean {
  if (step.kind >= S.REPEAT) return convertRange(step, target as unknown as ArgRange);
  const value = readNumber(step, arg);
  target[key] = value;
  return error === NO_ERROR;
}

function readNumber(step: Step, arg: number): number | bigint {
  const start = request.argStart[arg]!;
  const length = request.argLen[arg]!;
  let value: number | bigint;
  if (step.kind === S.INTEGER) value = parseInteger(request.buf, start, length);
  else if (step.kind === S.DOUBLE) value = parseDouble(request.buf, start, length);
  else value = parseInt64(request.buf, start, length);
  if (Number.isNaN(value)) fail(step.invalid, arg);
  else if (value < step.min || value > step.max) fail(step.range, arg);
  return value;
}

function parseWords(step: Step, target: Target, key: string | number, limit: number): boolean {
  if (at >= limit) return fail(step.missing, at);
  for (let i = 0; i < step.steps.length; i++) {
    const word = step.steps[i]!;
    if (!isWord(word.word!)) continue;
    const before = target[key];
    if (step.inRun && before !== undefined && before !== word.literal) return fail(step.conflict, at);
    target[key] = word.literal;
    at++;
    return true;
  }
  return fail(step.missing, at);
}

function parseFlags(step: Step, target: Target, key: string | number, child: Frame): boolean {
  target[key] = child.values;
  for (let i = 0; i < step.steps.length; i++) {
    const word = step.steps[i]!;
    if (!isWord(word.word!)) continue;
    child.values[word.field] = true;
    at++;
    return true;
  }
  return fail(SYNTAX_ERROR, at);
}

function parseChoice(step: Step, target: Target, key: string | number, child: Frame, limit: number): boolean {
  const chosen = choose(step, limit);
  if (chosen === undefined) return fail(step.missing, at);
  const before = child.values['is'];
  if (step.inRun && before !== undefined && before !== chosen.name) return fail(step.conflict, at);
  child.values['is'] = chosen.name;
  target[key] = child.values;
  if (chosen.kind === S.LIST) child.children[chosen.slot]!.values['count'] = 0;
  return parseStep(chosen, child.values, 'value', child, limit);
}

function choose(step: Step, limit: number): Step | undefined {
  if (at >= limit) return undefined;
  for (let i = 0; i < step.steps.length; i++) {
    const alternative = step.steps[i]!;
    if (alternative.alone && at === limit - 1) return alternative;
  }
  for (let i = 0; i < step.steps.length; i++) {
    const alternative = step.steps[i]!;
    if (alternative.wordLed ? starts(alternative) : !alternative.alone) return alternative;
  }
  return undefined;
}

function setRange(step: Step, range: ArgRange, count: number, stride: number): boolean {
  range.first = at as ArgIndex;
  range.count = count;
  range.stride = stride;
  at += count * stride;
  const width = step.numberOffsets.length;
  if (width === 0) return true;
  if (range.numbers.length < count * width) range.numbers = new Float64Array(Math.max(16, count * width * 2));
  if (step.eager) return convertRange(step, range);
  defer(step, range as unknown as Target, 'numbers', range.first);
  return true;
}

function convertRange(step: Step, range: ArgRange): boolean {
  const width = step.numberOffsets.length;
  for (let i = 0; i < range.count; i++) {
    for (let j = 0; j < width; j++) {
      const value = readNumber(step.numberSteps[j]!, range.at(i) + step.numberOffsets[j]!);
      if (error !== NO_ERROR) return false;
      range.numbers[i * width + j] = Number(value);
    }
  }
  return true;
}

function parseRepeat(step: Step, range: ArgRange, frame: Frame, limit: number): boolean {
  const stride = step.steps.length;
  const left = limit - at;
  if (step.times !== undefined) {
    const count = (frame.values[step.times] as ArgRange).count;
    if (left < count * stride) return fail(SYNTAX_ERROR, at);
    return setRange(step, range, count, stride);
  }
  const count = (left / stride) | 0;
  if (left !== count * stride) return fail(step.uneven, at);
  if (count < step.min) return fail(SYNTAX_ERROR, at);
  return setRange(step, range, count, stride);
}

function parseCounted(step: Step, range: ArgRange, limit: number): boolean {
  if (at >= limit) return fail(SYNTAX_ERROR, at);
  const arg = at++;
  const count = parseInteger(request.buf, request.argStart[arg]!, request.argLen[arg]!);
  if (Number.isNaN(count)) return fail(step.invalid, arg);
  if (count < step.min || count > step.max) return fail(step.range, arg);
  const stride = step.steps.length;
  if (step.mismatch !== NO_ERROR && count * stride !== limit - at) return fail(step.mismatch, arg);
  if (count * stride > limit - at) return fail(step.tooMany, arg);
  return setRange(step, range, count, stride);
}

function parseList(step: Step, target: Target, key: string | number, child: Frame, limit: number): boolean {
  const list = child.values as unknown as { count: number; items: Target };
  const item = step.steps[0]!;
  target[key] = list;
  while (at < limit && (!item.wordLed || starts(item))) {
    const n = list.count++;
    child.children[n] ??= S.createFrame(step.steps);
    const frame = child.children[n];
    S.resetFrame(frame, step.steps);
    if (!parseStep(item, list.items, n, frame, limit)) return false;
    if (step.multipleToken) return true;
  }
  return list.count >= step.min || fail(SYNTAX_ERROR, at);
}

function parseHalves(step: Step, target: Target, key: string | number, child: Frame, limit: number): boolean {
  const parts = step.steps.length;
  const left = limit - at;
  if (left === 0 || left % parts !== 0) return fail(left === 0 ? SYNTAX_ERROR : step.uneven, at);
  for (let i = 0; i < parts; i++) {
    const range = child.values[step.steps[i]!.field] as ArgRange;
    range.first = at as ArgIndex;
    range.count = left / parts;
    at += range.count;
  }
  target[key] = child.values;
  return true;
}
