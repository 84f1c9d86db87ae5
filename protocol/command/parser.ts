// HOT: runs once a command. No allocation (lists grow their pool once), no strings, no regular expressions, no throw.
/**
 * Reads a request by its command's grammar.
 *
 * Idea: the fields of a command whose place never changes (`GET k`, the key and value of `SET k v`) are written into
 * its result object once, at start-up; of a request that has nothing else only the length is compared and the numbers
 * are converted; where equal items follow (`SADD k a b`), these are counted (plain-tail.ts). Everything else walks the
 * compiled steps from left to right over the bytes of the request. Numbers wait in a list until the structure is known to
 * be right, because that is the order in which Redis reports errors.
 *
 * Gives up: the result object belongs to the command, so it holds until the same command is parsed again on this thread.
 */
import type { RequestArgs } from './arguments.ts';
import { cursor, fail, numbers } from './cursor.ts';
import type { Grammar } from './node.ts';
import { type ErrorCode, NO_ERROR, SYNTAX_ERROR } from './parse-error.ts';
import { type PlainTail, plainTailOf } from './plain-tail.ts';
import { parseFields } from './reader.ts';
import type { Frame, Step } from './steps.ts';
import * as S from './steps.ts';

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
  /** Of a command that usually has only items behind the fields of fixed places; else null. */
  private readonly tail: PlainTail | null;
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
    this.tail = plainTailOf(this.steps, this.presetCount, this.frame, first);
  }

  /** Reads a request into `values`; 0, or the first error. */
  parse(args: RequestArgs): ErrorCode {
    if (args.argc === this.plainArgc) {
      if (this.dirty) this.reset();
      return this.plainNumbers.length === 0 ? NO_ERROR : this.parseNumbers(args);
    }
    return this.tail?.take(args) === true ? this.parseTail(args, this.tail) : this.parseFully(args);
  }

  /** What is left when the items of the tail are known. */
  private parseTail(args: RequestArgs, tail: PlainTail): ErrorCode {
    if (this.dirty) this.reset();
    this.errorArg = 0;
    let error = this.check === undefined ? NO_ERROR : this.check(this.values as never);
    if (error === NO_ERROR && tail.width > 0) {
      numbers.begin(args);
      if (!numbers.convertRange(tail.step, tail.range)) {
        error = numbers.error;
        this.errorArg = numbers.errorArg;
      }
    }
    return error === SYNTAX_ERROR ? this.syntaxError : error;
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
