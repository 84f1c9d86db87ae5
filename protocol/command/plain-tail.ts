// HOT: part of the parser. No allocation but for more numbers than ever before.
/**
 * The usual shape of commands that take many items: `SADD k a b c`, `HSET k f v`, `ZADD k 1 a`. Fields of fixed places, no
 * option given, and equal items up to the end: nothing has to be walked, only the items are counted.
 */
import type { ArgIndex, ArgRange, RequestArgs } from './arguments.ts';
import type { Frame, RunEntry, Step } from './steps.ts';
import * as S from './steps.ts';
import { isWord } from './words.ts';

export class PlainTail {
  readonly step: Step;
  readonly range: ArgRange;
  /** Position of the first item when no option is given. */
  private readonly at: number;
  private readonly stride: number;
  private readonly min: number;
  /** Numbers of an item. */
  readonly width: number;
  /** Every word with which an option could begin. */
  private readonly entries: readonly RunEntry[];
  /** Bytes of the longest of them. */
  private readonly longest: number;

  constructor(step: Step, frame: Frame, at: number, entries: readonly RunEntry[]) {
    this.step = step;
    this.range = frame.children[step.slot]!.values as unknown as ArgRange;
    this.at = at;
    this.stride = step.steps.length;
    this.min = step.min;
    this.width = step.numberOffsets.length;
    this.entries = entries;
    this.longest = Math.max(-1, ...entries.map((entry) => entry.word.length));
    frame.values[step.field] = this.range;
  }

  /** Reads the items of a request of this shape. @returns false for any other, of which nothing is known then */
  take(args: RequestArgs): boolean {
    const { at, entries, range, stride, width } = this;
    const left = args.argc - at;
    const count = stride === 1 ? left : (left / stride) | 0;
    if (count < this.min || count * stride !== left) return false;
    const mayBeWord = args.argLen[at]! <= this.longest;
    for (let i = 0; mayBeWord && i < entries.length; i++) if (isWord(args, at, entries[i]!.word)) return false;
    range.first = at as ArgIndex;
    range.count = count;
    range.stride = stride;
    if (range.numbers.length < count * width) range.numbers = new Float64Array(Math.max(16, count * width * 2));
    return true;
  }
}

/**
 * cold: at start-up. The tail of a grammar, null if requests of this command can have no such shape.
 * @param fixed steps at the start that are always one argument @param first position of the first argument
 */
export function plainTailOf(steps: readonly Step[], fixed: number, frame: Frame, first: number): PlainTail | null {
  const step = steps.at(-1);
  if (step === undefined || step.kind !== S.REPEAT || steps.length <= fixed) return null;
  const isPlain = step.word === undefined && step.times === undefined && !step.multipleToken;
  if (!isPlain || step.optional || step.inRun || step.eager || step.min < 1) return null;
  const options = steps.slice(fixed, -1);
  if (!options.every((option) => option.inRun && (option.optional || option.kind === S.FLAGS))) return null;
  return new PlainTail(step, frame, first + fixed, options[0]?.entries ?? []);
}
