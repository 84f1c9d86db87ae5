// HOT: asked for every command that has keys. No allocation (the array of positions grows once), no strings.
/**
 * Which arguments of a request are keys. Keys at fixed places, ranges and counted keys follow from the key specs;
 * keys behind a word (`SORT … STORE d`, `XREAD … STREAMS k`) are taken from the parsed arguments, so that a word in a
 * value's place is never mistaken.
 */
import type { ArgList, ArgRange, RequestArgs } from './arguments.ts';
import { parseInteger } from './numbers.ts';
import { NO_ERROR } from './parse-error.ts';
import type { ArgumentParser } from './parser.ts';
import type { Frame, Step } from './steps.ts';
import * as S from './steps.ts';
import type { KeySpec } from './vocabulary.ts';

/** A reusable list of key positions. */
export class KeyPositions {
  count = 0;
  /** Argument index of each key. Longer than `count`. */
  at = new Int32Array(64);
  /** Which key spec of the row each key comes from. */
  spec = new Int32Array(64);

  add(position: number, spec: number): void {
    if (this.count === this.at.length) this.grow();
    this.at[this.count] = position;
    this.spec[this.count++] = spec;
  }

  // not shared: arrays of this thread
  private grow(): void {
    const at = new Int32Array(this.at.length * 2);
    const spec = new Int32Array(this.at.length * 2);
    at.set(this.at);
    spec.set(this.spec);
    this.at = at;
    this.spec = spec;
  }
}

const RANGE = 0;
const COUNTED = 1;

/** Finds the keys of one command's requests. */
export class KeyFinder {
  /** Four numbers a rule: kind, then (first, last, step) or (place of the count, first, step); and its spec. */
  private readonly rules: Int32Array;
  private readonly parser: ArgumentParser | undefined;
  /** No request of this command has keys. */
  readonly none: boolean;

  constructor(specs: readonly KeySpec[], parser: ArgumentParser | undefined) {
    const rules: number[] = [];
    let parsed = false;
    specs.forEach(({ flags, beginSearch, findKeys }, spec) => {
      if (flags.includes('not_key')) return;
      if (beginSearch.type !== 'index') parsed = true;
      else if (findKeys.type === 'range')
        rules.push(RANGE, beginSearch.index, findKeys.lastKey, findKeys.keyStep, spec);
      else if (findKeys.type === 'keynum') {
        rules.push(
          COUNTED,
          beginSearch.index + findKeys.keyNumIdx,
          beginSearch.index + findKeys.firstKey,
          findKeys.keyStep,
          spec,
        );
      }
    });
    this.rules = Int32Array.from(rules);
    this.parser = parsed ? parser : undefined;
    this.none = rules.length === 0 && !parsed;
  }

  /** Puts the keys of a request (of a valid length) into `out`; false if the request does not say which they are. */
  find(request: RequestArgs, out: KeyPositions): boolean {
    out.count = 0;
    if (this.parser !== undefined && this.parser.parse(request) === NO_ERROR) {
      collect(this.parser.steps, this.parser.frame, out, 0);
      return true;
    }
    const rules = this.rules;
    for (let i = 0; i < rules.length; i += 5) {
      if (rules[i] === RANGE) addRange(request.argc, rules[i + 1]!, rules[i + 2]!, rules[i + 3]!, rules[i + 4]!, out);
      else if (!addCounted(request, rules[i + 1]!, rules[i + 2]!, rules[i + 3]!, rules[i + 4]!, out)) return false;
    }
    return true;
  }
}

function addRange(argc: number, first: number, last: number, step: number, spec: number, out: KeyPositions): void {
  const end = last < 0 ? argc + last : first + last;
  for (let at = first; at <= end && at < argc; at += step) out.add(at, spec);
}

function addCounted(
  request: RequestArgs,
  countAt: number,
  first: number,
  step: number,
  spec: number,
  out: KeyPositions,
): boolean {
  if (countAt >= request.argc) return false;
  const count = parseInteger(request.buf, request.argStart[countAt]!, request.argLen[countAt]!);
  if (!(count >= 0) || first + (count - 1) * step >= request.argc) return false;
  for (let i = 0; i < count; i++) out.add(first + i * step, spec);
  return true;
}

/** Adds the keys among parsed fields, in the order of the grammar; answers the number of the next key spec. */
function collect(steps: readonly Step[], frame: Frame, out: KeyPositions, spec: number): number {
  for (let i = 0; i < steps.length; i++) {
    const step = steps[i]!;
    if (step.keys === 0) continue;
    const value = frame.values[step.field];
    if (value !== undefined) collectStep(step, value, frame.children[step.slot]!, out, spec);
    spec += step.keys;
  }
  return spec;
}

function collectStep(step: Step, value: unknown, child: Frame, out: KeyPositions, spec: number): void {
  switch (step.kind) {
    case S.INDEX:
      out.add(value as number, step.keySpec >= 0 ? step.keySpec : spec);
      break;
    case S.BLOCK:
      collect(step.steps, child, out, spec);
      break;
    case S.CHOICE:
      for (let i = 0, s = spec; i < step.steps.length; s += step.steps[i]!.keys, i++) {
        const inner = step.steps[i]!;
        if (inner.name === child.values['is']) collectStep(inner, child.values['value'], child.children[i]!, out, s);
      }
      break;
    case S.REPEAT:
    case S.COUNTED:
      for (let i = 0; i < step.steps.length; i++) {
        if (step.steps[i]!.keys > 0) addItems(value as ArgRange, i, spec, out);
      }
      break;
    case S.HALVES:
      for (let i = 0; i < step.steps.length; i++) {
        const half = step.steps[i]!;
        if (half.keys > 0) addItems(child.values[half.field] as ArgRange, 0, spec, out);
      }
      break;
    default: {
      const list = value as ArgList<unknown>;
      const item = step.steps[0]!;
      for (let i = 0; i < list.count; i++) collectStep(item, list.items[i], child.children[i]!.children[0]!, out, spec);
    }
  }
}

function addItems(range: ArgRange, offset: number, spec: number, out: KeyPositions): void {
  for (let i = 0; i < range.count; i++) out.add(range.first + i * range.stride + offset, spec);
}
