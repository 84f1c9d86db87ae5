/** What SORT compares: numbers or texts, of the elements themselves or of what BY names for them. */
import type { Call } from '../../dispatch/context.ts';
import { NO_REF } from '../../memory/types.ts';
import { Texts } from '../../store/rdb/texts.ts';
import { parseScoreBound } from '../sorted-set/score-bound.ts';
import type { SortPattern } from './sort-pattern.ts';

const NO_TEXT = -1;

export class SortWeights {
  #numbers = new Float64Array(0);
  /** Text of each element's weight in `#texts`, NO_TEXT for none. */
  #indexes = new Int32Array(0);
  readonly #texts = new Texts();
  #elements!: Texts;
  #isOwn = false;

  /** Takes the weights. @returns false when one is to be a number and is none */
  take(call: Call, elements: Texts, by: SortPattern | undefined, alpha: boolean): boolean {
    this.#elements = elements;
    this.#isOwn = by === undefined || by.isElement;
    this.#texts.clear();
    this.#indexes = new Int32Array(elements.count);
    this.#numbers = new Float64Array(alpha ? 0 : elements.count);
    for (let i = 0; i < elements.count; i++) {
      this.#indexes[i] = this.#isOwn ? i : this.#lookUp(call, elements, by!, i);
      if (!alpha && !this.#takeNumber(i)) return false;
    }
    return true;
  }

  #lookUp(call: Call, elements: Texts, by: SortPattern, index: number): number {
    const found = by.find(call, elements, index);
    if (found === NO_REF) return NO_TEXT;
    by.addTo(call, found, this.#texts);
    return this.#texts.count - 1;
  }

  #takeNumber(index: number): boolean {
    const text = this.#indexes[index]!;
    if (text === NO_TEXT) return true;
    const texts = this.#isOwn ? this.#elements : this.#texts;
    const number = parseScoreBound(texts.buffer, texts.starts[text]!, texts.lengths[text]!);
    this.#numbers[index] = number;
    return !Number.isNaN(number);
  }

  /** Elements in ascending order of their weights as numbers; equal ones in that of their bytes. */
  compareNumbers(a: number, b: number): number {
    const difference = this.#numbers[a]! - this.#numbers[b]!;
    if (difference < 0 || difference > 0) return difference;
    // Infinities of one sign differ by what is no number.
    if (this.#numbers[a] !== this.#numbers[b]) return this.#numbers[a]! < this.#numbers[b]! ? -1 : 1;
    return compareTexts(this.#elements, a, b);
  }

  /** Elements in ascending order of their weights as bytes; those without one come first. */
  compareWords(a: number, b: number): number {
    const first = this.#indexes[a]!;
    const second = this.#indexes[b]!;
    if (first === NO_TEXT || second === NO_TEXT) return (first === NO_TEXT ? 0 : 1) - (second === NO_TEXT ? 0 : 1);
    return compareTexts(this.#isOwn ? this.#elements : this.#texts, first, second);
  }
}

function compareTexts({ buffer, starts, lengths }: Texts, a: number, b: number): number {
  return buffer.compare(buffer, starts[b]!, starts[b]! + lengths[b]!, starts[a]!, starts[a]! + lengths[a]!);
}
