/**
 * What a parser reads and what a command gets. Arguments stay where they arrived: a key or a value is known by its
 * position in the request, and its bytes are only looked at by whoever needs them.
 */

declare const argIndexBrand: unique symbol;

/** Position of an argument in its request; 0 is the command's own name. */
export type ArgIndex = number & { readonly [argIndexBrand]: 'ArgIndex' };

/** One request, as the request parser left it. Argument i is `buf[argStart[i] .. argStart[i] + argLen[i]]`. */
export interface RequestArgs {
  readonly buf: Uint8Array;
  readonly argc: number;
  /** Below 0: a large argument that streamed into pages of its own. It is never a token and never a number. */
  readonly argStart: Int32Array;
  readonly argLen: Int32Array;
}

/**
 * A run of equal items: argument j of item i is at `first + i * stride + j`.
 * `DEL a b c` is one range of stride 1; the pairs of `MSET k v k v` are one range of stride 2.
 */
export class ArgRange {
  first: ArgIndex = 0 as ArgIndex;
  /** Number of items (not of arguments). */
  count = 0;
  stride = 1;
  /** Numbers of the items in order, if their grammar holds numbers: `ZADD`'s scores. Longer than needed. */
  numbers: Float64Array = NO_NUMBERS;

  /** Position of the first argument of item `i`. */
  at(i: number): ArgIndex {
    return (this.first + i * this.stride) as ArgIndex;
  }

  /** Position one past the last argument. */
  get end(): number {
    return this.first + this.count * this.stride;
  }
}

const NO_NUMBERS = new Float64Array(0);

/** Items that are not equal in shape (`BITFIELD`'s operations): each is read into an object of its own, which is reused. */
export interface ArgList<V> {
  readonly count: number;
  /** Longer than `count`: what lies beyond is left from an earlier request. */
  readonly items: readonly V[];
}
