// HOT: part of the parser.
/** Walks the compiled steps of a grammar over a request, from left to right. */
import type { ArgRange } from './arguments.ts';
import { convert, cursor, fail, numbers } from './cursor.ts';
import type { Target } from './number-queue.ts';
import { SYNTAX_ERROR } from './parse-error.ts';
import { parseCounted, parseHalves, parseRepeat } from './ranges.ts';
import type { Frame, RunEntry, Step } from './steps.ts';
import * as S from './steps.ts';
import { isWord } from './words.ts';

/** Reads the fields from number `from` on; `limit` is the end of the arguments they may take. False on error. */
export function parseFields(steps: readonly Step[], from: number, frame: Frame, limit: number): boolean {
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
  const head = steps[from]!;
  const end = limit - head.runReserve;
  while (cursor.at < end) {
    const entry = findEntry(head.entries);
    if (entry === null) break;
    const { step } = entry;
    if (frame.values[step.field] !== step.absent && step.kind !== S.LIST) numbers.forget(step, frame);
    if (!parseOption(step, entry.alternative, frame, end)) return false;
  }
  for (let i = from; i < to; i++) {
    const step = steps[i]!;
    if (!step.optional && frame.values[step.field] === undefined) return fail(step.missing, cursor.at);
  }
  return true;
}

/** The option that begins with the argument at hand. */
function findEntry(entries: readonly RunEntry[]): RunEntry | null {
  for (let i = 0; i < entries.length; i++) {
    const entry = entries[i]!;
    if (isWord(cursor.request, cursor.at, entry.word)) return entry;
  }
  return null;
}

/** Reads an option whose first word is known to be there; if it is an alternative, `alternative` is the one. */
function parseOption(step: Step, alternative: Step | null, frame: Frame, limit: number): boolean {
  const child = frame.children[step.slot]!;
  if (alternative === null) return parseStep(step, frame.values, step.field, frame, limit);
  if (step.kind === S.WORDS) return takeWord(step, alternative, frame.values, step.field);
  if (step.kind === S.FLAGS) return takeFlag(alternative, child);
  if (!takeAlternative(step, alternative, frame.values, step.field, child)) return false;
  return parseStep(alternative, child.values, 'value', child, limit);
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
  const word = cursor.at < limit ? findWord(step) : undefined;
  return word === undefined ? fail(step.missing, cursor.at) : takeWord(step, word, target, key);
}

function parseFlags(step: Step, target: Target, key: string | number, child: Frame): boolean {
  const word = findWord(step);
  target[key] = child.values;
  return word === undefined ? fail(SYNTAX_ERROR, cursor.at) : takeFlag(word, child);
}

/** The word of a step of words that is the argument at hand. */
function findWord(step: Step): Step | undefined {
  for (let i = 0; i < step.steps.length; i++) {
    const word = step.steps[i]!;
    if (isWord(cursor.request, cursor.at, word.word!)) return word;
  }
  return undefined;
}

function takeWord(step: Step, word: Step, target: Target, key: string | number): boolean {
  if (isConflict(step, target[key], word.literal)) return fail(step.conflict, cursor.at);
  target[key] = word.literal;
  cursor.at++;
  return true;
}

function takeFlag(word: Step, child: Frame): boolean {
  child.values[word.field] = true;
  cursor.at++;
  return true;
}

/** May this alternative not stand beside the one that was given before? */
function isConflict(step: Step, before: unknown, now: unknown): boolean {
  if (!step.inRun || before === undefined || step.again === 'any') return false;
  return step.again === 'never' || before !== now;
}

function parseChoice(step: Step, target: Target, key: string | number, child: Frame, limit: number): boolean {
  const chosen = choose(step, limit);
  if (chosen === undefined) return fail(step.missing, cursor.at);
  if (!takeAlternative(step, chosen, target, key, child)) return false;
  return parseStep(chosen, child.values, 'value', child, limit);
}

function takeAlternative(step: Step, chosen: Step, target: Target, key: string | number, child: Frame): boolean {
  if (isConflict(step, child.values['is'], chosen.name)) return fail(step.conflict, cursor.at);
  child.values['is'] = chosen.name;
  target[key] = child.values;
  if (chosen.kind === S.LIST) child.children[chosen.slot]!.values['count'] = 0;
  return true;
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
