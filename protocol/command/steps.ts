// A grammar in the form the parser runs: one `Step` a node, all of one shape, and one `Frame` for each object that a
// command receives. Both are built once, at start-up; parsing only overwrites fields.
import { type ArgIndex, ArgRange } from './arguments.ts';
import type { Again, Grammar, Node } from './node.ts';
import { type ErrorCode, NOT_A_FLOAT, NOT_AN_INTEGER, OUT_OF_RANGE, SYNTAX_ERROR } from './parse-error.ts';

export const INDEX = 0;
export const INTEGER = 1;
export const INT64 = 2;
export const DOUBLE = 3;
export const TOKEN = 4;
export const WORDS = 5;
export const CHOICE = 6;
export const FLAGS = 7;
export const BLOCK = 8;
export const REPEAT = 9;
export const LIST = 10;
export const COUNTED = 11;
export const HALVES = 12;

/** Values of a command's fields, and the frames of the fields that are objects themselves (by `Step.slot`). */
export interface Frame {
  readonly values: Record<string, unknown>;
  readonly children: Frame[];
}

/** A word with which an option begins. */
export interface RunEntry {
  readonly word: Uint8Array;
  readonly step: Step;
  /** The alternative (of words, flags, a choice) that the word stands for or begins; null for other options. */
  readonly alternative: Step | null;
}

/** One node, compiled. Lengths are in arguments. */
export interface Step {
  readonly kind: number;
  /** Field of the enclosing object; an alternative of a oneof writes to `value`. */
  readonly field: string;
  /** Name of the alternative. */
  readonly name: string;
  readonly slot: number;
  /** Lower-case bytes of the word before the argument (or of the token itself). */
  readonly word: Uint8Array | undefined;
  /** What a token is worth: itself, or `true` for a flag. */
  readonly literal: string | boolean | undefined;
  /** What the field holds when nothing was given. */
  readonly absent: unknown;
  readonly optional: boolean;
  /** Every request that has this field begins it with a word. */
  readonly wordLed: boolean;
  /** Member of a run of options. */
  readonly inRun: boolean;
  /** Index of the first step behind the run. */
  runEnd: number;
  /** Every word with which an option of the run can begin. */
  entries: readonly RunEntry[];
  /** Last arguments that are no options, even if they look like one: the code of FUNCTION LOAD. */
  runReserve: number;
  /** Fewest arguments of this field, when it is given. */
  readonly length: number;
  /** Fewest arguments of all fields behind this one. */
  lengthAfter: number;
  readonly min: number;
  readonly max: number;
  readonly eager: boolean;
  readonly alone: boolean;
  readonly again: Again;
  readonly multipleToken: boolean;
  /** Number of key nodes in this field: 0 for most. */
  readonly keys: number;
  /** Key spec of this key, if it is not the next one; else -1. */
  readonly keySpec: number;
  /** Fields of a block, alternatives, the item of a list, the tuple of a repeat. */
  readonly steps: readonly Step[];
  /** Which arguments of a repeated tuple are numbers: offsets, and steps that say how to read them. */
  readonly numberSteps: readonly Step[];
  readonly numberOffsets: readonly number[];
  readonly times: string | undefined;
  readonly invalid: ErrorCode;
  readonly range: ErrorCode;
  readonly beyond: ErrorCode;
  readonly missing: ErrorCode;
  readonly conflict: ErrorCode;
  readonly uneven: ErrorCode;
  readonly tooMany: ErrorCode;
  /** 0: not checked. */
  readonly mismatch: ErrorCode;
}

const KINDS = {
  key: INDEX,
  bytes: INDEX,
  integer: INTEGER,
  int64: INT64,
  double: DOUBLE,
  token: TOKEN,
  flags: FLAGS,
  block: BLOCK,
  repeat: REPEAT,
  list: LIST,
  counted: COUNTED,
  halves: HALVES,
} as const;

function kindOf(node: Node<unknown>): number {
  if (node.kind !== 'oneof') return KINDS[node.kind];
  return Object.values(node.items ?? {}).every((alternative) => alternative.kind === 'token') ? WORDS : CHOICE;
}

/** Compiles the fields of a grammar (or of a block). Throws with the field's name if the grammar cannot be read. */
export function compileFields(grammar: Grammar, eager: boolean): Step[] {
  const steps = Object.entries(grammar).map(([field, node], slot) => compileNode(node, field, field, slot, eager));
  let after = 0;
  for (let i = steps.length - 1; i >= 0; i--) {
    const step = steps[i]!;
    step.lengthAfter = after;
    if (!step.optional) after += step.length;
    const next = steps[i + 1];
    if (!step.inRun) step.runEnd = i;
    else if (next?.inRun) step.runEnd = next.runEnd;
    else step.runEnd = i + 1;
    const behind = step.inRun ? steps[step.runEnd] : undefined;
    const last = behind?.kind === INDEX && behind.word === undefined && behind.lengthAfter === 0;
    step.runReserve = last && !behind.optional ? 1 : 0;
  }
  steps.forEach((step, i) => {
    if (step.inRun) step.entries = steps.slice(i, step.runEnd).flatMap(entriesOf);
  });
  return steps;
}

function entriesOf(step: Step): RunEntry[] {
  const alternatives = step.kind === WORDS || step.kind === FLAGS || step.kind === CHOICE;
  if (step.word !== undefined || !alternatives)
    return firstWords(step).map((word) => ({ word, step, alternative: null }));
  return step.steps.flatMap((alternative) => firstWords(alternative).map((word) => ({ word, step, alternative })));
}

/** Every word with which a word-led step can begin. */
function firstWords(step: Step): Uint8Array[] {
  if (step.word !== undefined) return [step.word];
  if (step.kind !== BLOCK) return step.steps.flatMap(firstWords);
  const last = step.steps.findIndex((inner) => !inner.optional);
  return step.steps.slice(0, last < 0 ? step.steps.length : last + 1).flatMap(firstWords);
}

function compileNode(node: Node<unknown>, field: string, name: string, slot: number, eager: boolean): Step {
  const kind = kindOf(node);
  const items = node.items ?? {};
  const steps = compileItems(kind, node, items, eager);
  const errors = node.errors ?? {};
  const wordLed = isWordLed(node);
  if (kind === REPEAT || kind === COUNTED || kind === HALVES) requireLeaves(field, steps);
  return {
    kind,
    field,
    name,
    slot,
    word: node.token === undefined || kind === LIST ? undefined : Buffer.from(node.token.toLowerCase()),
    literal: kind === TOKEN ? (node.flag ?? false) || node.token : undefined,
    absent: node.flag ? false : undefined,
    optional: node.optional ?? ((kind === REPEAT || kind === LIST) && node.min === 0),
    wordLed,
    inRun: (node.optional === true && wordLed) || node.anyOrder === true,
    runEnd: 0,
    entries: [],
    runReserve: 0,
    length: lengthOf(node),
    lengthAfter: 0,
    min: node.min ?? (kind === REPEAT || kind === COUNTED ? 1 : kind === LIST ? 0 : Number.NEGATIVE_INFINITY),
    max: node.max ?? Number.POSITIVE_INFINITY,
    eager: eager || node.eager === true,
    alone: node.alone ?? false,
    again: node.again ?? 'same',
    multipleToken: node.multipleToken ?? false,
    keys:
      node.access === undefined ? steps.reduce((sum, step) => sum + step.keys, 0) : Number(node.access !== 'not_key'),
    keySpec: node.keySpecIndex ?? -1,
    steps,
    numberSteps: steps.filter((step) => step.kind !== INDEX),
    numberOffsets: steps.flatMap((step, offset) => (step.kind === INDEX ? [] : [offset])),
    times: node.times,
    invalid: errors.invalid ?? (kind === DOUBLE ? NOT_A_FLOAT : NOT_AN_INTEGER),
    range: errors.range ?? OUT_OF_RANGE,
    beyond: errors.beyond ?? errors.invalid ?? NOT_A_FLOAT,
    missing: errors.missing ?? SYNTAX_ERROR,
    conflict: errors.conflict ?? SYNTAX_ERROR,
    uneven: errors.uneven ?? SYNTAX_ERROR,
    tooMany: errors.tooMany ?? SYNTAX_ERROR,
    mismatch: errors.mismatch ?? 0,
  };
}

function compileItems(kind: number, node: Node<unknown>, items: Grammar, eager: boolean): Step[] {
  if (kind === BLOCK) return compileFields(items, eager);
  const field = kind === CHOICE ? 'value' : undefined;
  const entries = Object.entries(items);
  if (kind === CHOICE || kind === WORDS) {
    // alternatives that begin with a word come first: `*` is XADD's automatic ID before it is an ID
    entries.sort(([, a], [, b]) => Number(isWordLed(b)) - Number(isWordLed(a)));
  }
  const nested = eager || node.eager === true;
  return entries.map(([name, item], slot) => ({
    ...compileNode(item, field ?? name, name, slot, nested),
    inRun: false,
  }));
}

function requireLeaves(field: string, steps: readonly Step[]): void {
  if (steps.length > 0 && steps.every((step) => step.kind <= DOUBLE && step.word === undefined && !step.optional))
    return;
  throw new Error(`field ${field}: repeated items must be plain required arguments; use list() for others`);
}

/** Fewest arguments a node takes when it is given. */
export function lengthOf(node: Node<unknown>): number {
  const items = Object.values(node.items ?? {});
  const word = node.token === undefined || node.kind === 'token' || node.kind === 'list' ? 0 : 1;
  const all = items.reduce((sum, item) => sum + (item.optional ? 0 : lengthOf(item)), 0);
  switch (node.kind) {
    case 'oneof':
      return word + Math.min(...items.map(lengthOf));
    case 'repeat':
    case 'list':
      return word + (node.min === 0 && !node.multipleToken ? 0 : all);
    case 'counted':
      return word + 1 + (node.min === 0 ? 0 : all);
    case 'block':
    case 'halves':
      return word + all;
    default:
      return word + 1;
  }
}

function isWordLed(node: Node<unknown>): boolean {
  if (node.token !== undefined) return true;
  const items = Object.values(node.items ?? {});
  if (node.kind === 'oneof' || node.kind === 'flags') return items.every(isWordLed);
  if (node.kind === 'list') return items.every(isWordLed);
  if (node.kind !== 'block') return false;
  for (const item of items) {
    if (!isWordLed(item)) return false;
    if (!item.optional) return true;
  }
  return false;
}

/** The objects that hold what these steps read. */
export function createFrame(steps: readonly Step[]): Frame {
  const frame: Frame = { values: {}, children: steps.map(createChild) };
  for (const step of steps) frame.values[step.field] = step.absent;
  resetFrame(frame, steps);
  return frame;
}

const NOTHING: Frame = { values: {}, children: [] };

function createChild(step: Step): Frame {
  switch (step.kind) {
    case CHOICE:
      return { values: { is: undefined, value: undefined }, children: step.steps.map(createChild) };
    case FLAGS:
    case BLOCK:
      return createFrame(step.steps.map((s) => (step.kind === FLAGS ? { ...s, absent: false } : s)));
    case REPEAT:
    case COUNTED:
      return { values: new ArgRange() as unknown as Record<string, unknown>, children: [] };
    case HALVES:
      return { values: Object.fromEntries(step.steps.map((s) => [s.field, new ArgRange()])), children: [] };
    case LIST:
      return { values: { count: 0, items: [] }, children: [] };
    default:
      return NOTHING;
  }
}

/** Puts every field to "not given". */
export function resetFrame(frame: Frame, steps: readonly Step[]): void {
  for (const step of steps) {
    const child = frame.children[step.slot]!;
    let absent = step.absent;
    if (step.kind === CHOICE) child.values['is'] = undefined;
    else if (step.kind === FLAGS) {
      for (const word of step.steps) child.values[word.field] = false;
      absent = child.values;
    } else if (step.kind === LIST) {
      child.values['count'] = 0;
      absent = child.values;
    } else if (step.kind === REPEAT && step.min === 0 && step.word === undefined) {
      const range = child.values as unknown as ArgRange;
      range.first = 0 as ArgIndex;
      range.count = 0;
      absent = range;
    }
    frame.values[step.field] = absent;
  }
}
