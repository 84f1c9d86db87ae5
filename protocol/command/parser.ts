// HOT: runs once a command. No allocation (lists grow their pool once), no strings, no regular expressions, no throw.
/**
 * Reads a request by its command's grammar.
 *
 * Idea: the fields of a command whose place never changes (`GET k`, the key and value of `SET k v`) are written into
 * its result object once, at start-up; of a request that has nothing else only the length is compared and the numbers
 * are converted. Everything else walks the compiled steps from left to right over the bytes of the request. Numbers wait in a list until the
 * structure is known to be right, because that is the order in which Redis reports errors.
 *
 * Gives up: the result object belongs to the command, so it holds until the same command is parsed again on this thread.
 */
import type { ArgRange, RequestArgs } from './arguments.ts';
import { convert, cursor, fail, numbers } from './cursor.ts';
import type { Grammar } from './node.ts';
import type { Target } from './number-queue.ts';
import { type ErrorCode, NO_ERROR, SYNTAX_ERROR } from './parse-error.ts';
import { parseCounted, parseHalves, parseRepeat } from './ranges.ts';
import type { Frame, Step } from './steps.ts';
import * as S from './steps.ts';
import { isWord } from './words.ts';

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
  /** Numbers of a request of that length, and where they are. */
  private readonly plainNumbers: Step[] = [];
  private readonly plainNumberArgs: readonly number[];
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
    const varying = this.steps.findIndex((step) => !isFixed(step));
    const fixed = varying < 0 ? this.steps : this.steps.slice(0, varying);
    fixed.forEach((step, i) => {
      if (step.kind === S.INDEX) this.frame.values[step.field] = first + i;
      else this.plainNumbers.push(step);
    });
    this.plainNumberArgs = fixed.flatMap((step, i) => (step.kind === S.INDEX ? [] : [first + i]));
    const firstNumber = fixed.findIndex((step) => step.kind !== S.INDEX);
    this.presetCount = firstNumber < 0 ? fixed.length : firstNumber;
    this.plainArgc = this.steps.slice(fixed.length).every((step) => step.optional) ? first + fixed.length : -1;
  }

  /** Reads a request into `values`; 0, or the first error. */
  parse(args: RequestArgs): ErrorCode {
    if (args.argc === this.plainArgc) {
      if (this.dirty) this.reset();
      return this.plainNumbers.length === 0 ? NO_ERROR : this.parseNumbers(args);
    }
    return this.parseFully(args);
  }

  private parseNumbers(args: RequestArgs): ErrorCode {
    numbers.begin(args);
    for (let i = 0; i < this.plainNumbers.length; i++) {
      const step = this.plainNumbers[i]!;
      if (!numbers.convert(step, this.frame.values, step.field, this.plainNumberArgs[i]!)) break;
    }
    this.errorArg = numbers.errorArg;
    return numbers.error;
  }

  private parseFully(args: RequestArgs): ErrorCode {
    if (this.dirty) this.reset();
    this.dirty = true;
    cursor.request = args;
    cursor.error = NO_ERROR;
    cursor.errorArg = 0;
    numbers.begin(args);
    cursor.at = this.first + this.presetCount;
    this.errorArg = args.argc;
    if (cursor.at > args.argc) return this.syntaxError;
    if (parseFields(this.steps, this.presetCount, this.frame, args.argc) && cursor.at < args.argc)
      fail(SYNTAX_ERROR, cursor.at);
    if (cursor.error === NO_ERROR && this.check !== undefined) cursor.error = this.check(this.values as never);
    if (cursor.error === NO_ERROR) {
      numbers.convertAll();
      if (numbers.error !== NO_ERROR) fail(numbers.error, numbers.errorArg);
    }
    this.errorArg = cursor.errorArg;
    return cursor.error === SYNTAX_ERROR ? this.syntaxError : cursor.error;
  }

  private reset(): void {
    S.resetFrame(this.frame, this.resettable);
    this.dirty = false;
  }
}

/** Always one argument at the same place? */
function isFixed(step: Step): boolean {
  return step.kind <= S.DOUBLE && step.word === undefined && !step.optional && !step.inRun;
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
    if (step.optional && (cursor.at >= end || (step.wordLed && !starts(step)))) continue;
    if (!parseStep(step, frame.values, step.field, frame, end)) return false;
  }
  return true;
}

/** Reads neighbouring options, in any order, until an argument is none of them. */
function parseRun(steps: readonly Step[], from: number, to: number, frame: Frame, limit: number): boolean {
  const end = limit - steps[from]!.runReserve;
  while (cursor.at < end) {
    let i = from;
    while (i < to && !starts(steps[i]!)) i++;
    if (i === to) break;
    const step = steps[i]!;
    if (frame.values[step.field] !== step.absent && step.kind !== S.LIST) numbers.forget(step, frame);
    if (!parseStep(step, frame.values, step.field, frame, end)) return false;
  }
  for (let i = from; i < to; i++) {
    const step = steps[i]!;
    if (!step.optional && frame.values[step.field] === undefined) return fail(step.missing, cursor.at);
  }
  return true;
}

/** Is the argument at hand the word with which this step begins? */
function starts(step: Step): boolean {
  if (step.word !== undefined) return isWord(cursor.request, cursor.at, step.word);
  if (!step.wordLed) return false;
  for (let i = 0; i < step.steps.length; i++) {
    const inner = step.steps[i]!;
    if (starts(inner)) return true;
    if (step.kind === S.BLOCK && !inner.optional) return false;
  }
  return false;
}

/** Reads one step that is present (or required) into `target[key]`. */
function parseStep(step: Step, target: Target, key: string | number, frame: Frame, limit: number): boolean {
  const start = cursor.at;
  if (step.word !== undefined && step.kind !== S.TOKEN) {
    if (cursor.at >= limit || !isWord(cursor.request, cursor.at, step.word)) return fail(step.missing, cursor.at);
    cursor.at++;
    if (cursor.at >= limit && step.length > 1) return fail(SYNTAX_ERROR, start);
  }
  switch (step.kind) {
    case S.INDEX:
      if (cursor.at >= limit) return fail(SYNTAX_ERROR, start);
      target[key] = cursor.at++;
      return true;
    case S.INTEGER:
    case S.INT64:
    case S.DOUBLE:
      if (cursor.at >= limit) return fail(SYNTAX_ERROR, start);
      return parseNumber(step, target, key);
    case S.TOKEN:
      if (cursor.at >= limit || !isWord(cursor.request, cursor.at, step.word!)) return fail(step.missing, cursor.at);
      target[key] = step.literal;
      cursor.at++;
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
      if (cursor.at >= limit) return fail(step.missing, start);
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
  const arg = cursor.at++;
  if (step.eager) return convert(step, target, key, arg);
  // until it is converted, the field says "given": an option that is required counts as present
  if (step.inRun) target[key] = Number.NaN;
  numbers.defer(step, target, key, arg);
  return true;
}

function parseWords(step: Step, target: Target, key: string | number, limit: number): boolean {
  if (cursor.at >= limit) return fail(step.missing, cursor.at);
  for (let i = 0; i < step.steps.length; i++) {
    const word = step.steps[i]!;
    if (!isWord(cursor.request, cursor.at, word.word!)) continue;
    const before = target[key];
    if (isConflict(step, before, word.literal)) return fail(step.conflict, cursor.at);
    target[key] = word.literal;
    cursor.at++;
    return true;
  }
  return fail(step.missing, cursor.at);
}

/** May this alternative not stand beside the one that was given before? */
function isConflict(step: Step, before: unknown, now: unknown): boolean {
  if (!step.inRun || before === undefined || step.again === 'any') return false;
  return step.again === 'never' || before !== now;
}

function parseFlags(step: Step, target: Target, key: string | number, child: Frame): boolean {
  target[key] = child.values;
  for (let i = 0; i < step.steps.length; i++) {
    const word = step.steps[i]!;
    if (!isWord(cursor.request, cursor.at, word.word!)) continue;
    child.values[word.field] = true;
    cursor.at++;
    return true;
  }
  return fail(SYNTAX_ERROR, cursor.at);
}

function parseChoice(step: Step, target: Target, key: string | number, child: Frame, limit: number): boolean {
  const chosen = choose(step, limit);
  if (chosen === undefined) return fail(step.missing, cursor.at);
  const before = child.values['is'];
  if (isConflict(step, before, chosen.name)) return fail(step.conflict, cursor.at);
  child.values['is'] = chosen.name;
  target[key] = child.values;
  if (chosen.kind === S.LIST) child.children[chosen.slot]!.values['count'] = 0;
  return parseStep(chosen, child.values, 'value', child, limit);
}

function choose(step: Step, limit: number): Step | undefined {
  if (cursor.at >= limit) return undefined;
  for (let i = 0; i < step.steps.length; i++) {
    const alternative = step.steps[i]!;
    if (alternative.alone && cursor.at === limit - 1) return alternative;
  }
  for (let i = 0; i < step.steps.length; i++) {
    const alternative = step.steps[i]!;
    if (alternative.wordLed ? starts(alternative) : !alternative.alone) return alternative;
  }
  return undefined;
}

function parseList(step: Step, target: Target, key: string | number, child: Frame, limit: number): boolean {
  const list = child.values as unknown as { count: number; items: Target };
  const item = step.steps[0]!;
  target[key] = list;
  while (cursor.at < limit && (!item.wordLed || starts(item))) {
    const n = list.count++;
    child.children[n] ??= S.createFrame(step.steps);
    const frame = child.children[n];
    S.resetFrame(frame, step.steps);
    if (!parseStep(item, list.items, n, frame, limit)) return false;
    if (step.multipleToken) return true;
  }
  return list.count >= step.min || fail(SYNTAX_ERROR, cursor.at);
}
