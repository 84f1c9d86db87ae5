/**
 * The options of `cjson`. A script that wants others sets them each time it runs: unlike in Redis they are as new for the
 * next script, which may run on another thread.
 */
import type { Arguments, HostFunction } from '../host-library.ts';
import { TBOOLEAN, TNIL } from '../lua-layout.ts';

/** Levels of nesting for which there is room: more cannot be asked for. */
const MOST_DEEP = 1_000;
const MOST_INTEGER = 2_147_483_647;
const OFF_ON = ['off', 'on'] as const;
const OFF_ON_NULL = ['off', 'on', 'null'] as const;

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
  /** Something was asked for that may not be as it was. */
  isTouched = false;

  reset(): void {
    if (this.isTouched) Object.assign(this, new JsonOptions());
  }

  get mostEncoded(): number {
    return Math.min(this.encodeDepth, MOST_DEEP);
  }

  get mostDecoded(): number {
    return Math.min(this.decodeDepth, MOST_DEEP);
  }
}

/** The functions that set options and show them. */
export function optionFunctions(args: Arguments, options: JsonOptions): Record<string, HostFunction> {
  const { machine } = args;
  const accept = (state: number, most: number, name: string): void => {
    options.isTouched = true;
    if (args.count(state) > most) args.fail(state, most, name, 'found too many arguments');
  };
  const integer = (state: number, index: number, name: string, now: number, least: number, most: number): number => {
    if (args.typeOf(state, index) === TNIL) return now;
    const value = Math.trunc(args.number(state, index, name));
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
      accept(state, 1, name);
      options[key] = integer(state, 0, name, options[key], 1, most);
      machine.pushNumber(state, options[key]);
      return 1;
    };
  const ofBoolean =
    (name: string, key: 'keepsBuffer' | 'readsInvalidNumbers'): HostFunction =>
    (state) => {
      accept(state, 1, name);
      options[key] = choice(state, name, options[key] ? 1 : 0, OFF_ON) === 1;
      machine.pushBoolean(state, options[key]);
      return 1;
    };
  return {
    encode_sparse_array: (state) => {
      const name = 'encode_sparse_array';
      accept(state, 3, name);
      options.sparseAsObject = choice(state, name, options.sparseAsObject ? 1 : 0, OFF_ON) === 1;
      options.sparseRatio = integer(state, 1, name, options.sparseRatio, 0, MOST_INTEGER);
      options.sparseSafe = integer(state, 2, name, options.sparseSafe, 0, MOST_INTEGER);
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
      accept(state, 1, 'encode_invalid_numbers');
      options.invalidNumbers = choice(state, 'encode_invalid_numbers', options.invalidNumbers, OFF_ON_NULL);
      if (options.invalidNumbers === 2) machine.pushInterned(state, 'null');
      else machine.pushBoolean(state, options.invalidNumbers === 1);
      return 1;
    },
    decode_invalid_numbers: ofBoolean('decode_invalid_numbers', 'readsInvalidNumbers'),
  };
}
