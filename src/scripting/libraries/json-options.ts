/**
 * The options of `cjson`. As in Redis they last: what one script sets holds for the next ones, on whichever thread these
 * run, until SCRIPT FLUSH; functions have options of their own, until FUNCTION FLUSH. So they stand in shared memory.
 *
 *   words: version │ bits of choices, and the precision │ sparse ratio + 1 │ sparse safe │ encode depth │ decode depth
 *   (all 0: as they are at first)
 */
import type { Arguments, HostFunction } from '../host-library.ts';
import { TBOOLEAN, TNIL } from '../lua-layout.ts';

/** Levels of nesting for which there is room: more cannot be asked for. */
const MOST_DEEP = 2_000;
const MOST_INTEGER = 2_147_483_647;
const OFF_ON = ['off', 'on'] as const;
const OFF_ON_NULL = ['off', 'on', 'null'] as const;

const CHOICES = 1;
const RATIO = 2;
const SAFE = 3;
const ENCODE_DEPTH = 4;
const DECODE_DEPTH = 5;
/** Words of shared options. */
export const JSON_OPTION_WORDS = 6;
/** What they are at first. */
const FIRST = Int32Array.of(0, 2 | 4 | (14 << 5), 3, 10, 1_000, 1_000);

export class JsonOptions {
  /** What becomes of an array with far more places than items: an object, or an error. */
  sparseAsObject = false;
  /** Places for each item, and places in all, up to which an array is not sparse; 0: none is. */
  sparseRatio = 2;
  sparseSafe = 10;
  encodeDepth = 1_000;
  decodeDepth = 1_000;
  /** Significant digits. */
  precision = 14;
  keepsBuffer = true;
  /** Numbers that JSON does not have are 0 refused, 1 written as they are called, 2 written as null. */
  invalidNumbers = 0;
  readsInvalidNumbers = true;
  /** Told when they have been set. */
  onSaved: () => void = () => undefined;
  /** Where they stand, and the version that was read last; undefined for options that nobody shares. */
  #words: Int32Array | undefined;
  #version = 0;

  /** Takes over what others have set. @param words of the kind of script that is about to run */
  load(words: Int32Array): void {
    const version = Atomics.load(words, 0);
    if (words === this.#words && version === this.#version) return;
    this.#words = words;
    this.#version = version;
    this.#read(words[RATIO] === 0 ? FIRST : words);
  }

  #read(words: Int32Array): void {
    const choices = words[CHOICES]!;
    this.sparseAsObject = (choices & 1) !== 0;
    this.keepsBuffer = (choices & 2) !== 0;
    this.readsInvalidNumbers = (choices & 4) !== 0;
    this.invalidNumbers = (choices >>> 3) & 3;
    this.precision = choices >>> 5;
    this.sparseRatio = words[RATIO]! - 1;
    this.sparseSafe = words[SAFE]!;
    this.encodeDepth = words[ENCODE_DEPTH]!;
    this.decodeDepth = words[DECODE_DEPTH]!;
  }

  /** What was set holds for others too. */
  save(): void {
    const words = this.#words;
    if (words === undefined) return;
    const bits = (this.sparseAsObject ? 1 : 0) | (this.keepsBuffer ? 2 : 0) | (this.readsInvalidNumbers ? 4 : 0);
    words[CHOICES] = bits | (this.invalidNumbers << 3) | (this.precision << 5);
    words[RATIO] = Math.min(this.sparseRatio, MOST_INTEGER - 1) + 1;
    words[SAFE] = this.sparseSafe;
    words[ENCODE_DEPTH] = this.encodeDepth;
    words[DECODE_DEPTH] = this.decodeDepth;
    this.#version = Atomics.add(words, 0, 1) + 1;
    this.onSaved();
  }

  /** Makes shared options as they are at first. */
  static forget(words: Int32Array): void {
    words[RATIO] = 0;
    Atomics.add(words, 0, 1);
  }

  get mostEncoded(): number {
    return Math.min(this.encodeDepth, MOST_DEEP);
  }

  get mostDecoded(): number {
    return Math.min(this.decodeDepth, MOST_DEEP);
  }
}

/** A number as an `int` of C on x86, by way of 64 bits: 0 for what has no place there, and for what is none. */
function intOf(value: number): number {
  return Math.abs(value) < 2 ** 63 ? Number(BigInt.asIntN(32, BigInt(Math.trunc(value)))) : 0;
}

/** The functions that set options and show them. @param taken the options that the call is about */
export function optionFunctions(args: Arguments, taken: () => JsonOptions): Record<string, HostFunction> {
  const { machine } = args;
  const accept = (state: number, most: number, name: string): void => {
    if (args.count(state) > most) args.fail(state, most, name, 'found too many arguments');
  };
  const integer = (state: number, index: number, name: string, now: number, least: number, most: number): number => {
    if (args.typeOf(state, index) === TNIL) return now;
    const value = intOf(args.number(state, index, name));
    if (value < least || value > most) args.fail(state, 0, name, `expected integer between ${least} and ${most}`);
    return value;
  };
  const choice = (state: number, name: string, now: number, words: readonly string[]): number => {
    const type = args.typeOf(state, 0);
    if (type === TNIL) return now;
    if (type === TBOOLEAN) return machine.pointer(args.at(state, 0)) === 0 ? 0 : 1;
    const word = args.string(state, 0, name).toString('latin1');
    const chosen = words.indexOf(word);
    return chosen < 0 ? args.fail(state, 0, name, `invalid option '${word}'`) : chosen;
  };
  const ofInteger =
    (name: string, key: 'encodeDepth' | 'decodeDepth' | 'precision', most: number): HostFunction =>
    (state) => {
      const options = taken();
      accept(state, 1, name);
      options[key] = integer(state, 0, name, options[key], 1, most);
      options.save();
      machine.pushNumber(state, options[key]);
      return 1;
    };
  const ofBoolean =
    (name: string, key: 'keepsBuffer' | 'readsInvalidNumbers'): HostFunction =>
    (state) => {
      const options = taken();
      accept(state, 1, name);
      options[key] = choice(state, name, options[key] ? 1 : 0, OFF_ON) === 1;
      options.save();
      machine.pushBoolean(state, options[key]);
      return 1;
    };
  return {
    encode_sparse_array: (state) => {
      const name = 'encode_sparse_array';
      const options = taken();
      accept(state, 3, name);
      options.sparseAsObject = choice(state, name, options.sparseAsObject ? 1 : 0, OFF_ON) === 1;
      options.sparseRatio = integer(state, 1, name, options.sparseRatio, 0, MOST_INTEGER);
      options.sparseSafe = integer(state, 2, name, options.sparseSafe, 0, MOST_INTEGER);
      options.save();
      machine.pushBoolean(state, options.sparseAsObject);
      machine.pushNumber(state, options.sparseRatio);
      machine.pushNumber(state, options.sparseSafe);
      return 3;
    },
    encode_max_depth: ofInteger('encode_max_depth', 'encodeDepth', MOST_INTEGER),
    decode_max_depth: ofInteger('decode_max_depth', 'decodeDepth', MOST_INTEGER),
    encode_number_precision: ofInteger('encode_number_precision', 'precision', 14),
    encode_keep_buffer: ofBoolean('encode_keep_buffer', 'keepsBuffer'),
    encode_invalid_numbers: (state) => {
      const options = taken();
      accept(state, 1, 'encode_invalid_numbers');
      options.invalidNumbers = choice(state, 'encode_invalid_numbers', options.invalidNumbers, OFF_ON_NULL);
      options.save();
      if (options.invalidNumbers === 2) machine.pushInterned(state, 'null');
      else machine.pushBoolean(state, options.invalidNumbers === 1);
      return 1;
    },
    decode_invalid_numbers: ofBoolean('decode_invalid_numbers', 'readsInvalidNumbers'),
  };
}
