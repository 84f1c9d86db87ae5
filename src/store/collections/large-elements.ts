// HOT: no closures, no allocation on the JS heap; called under the locks of the keys it names.
/**
 * Elements of collections that are as large as large strings: their bytes lie in pages of their own, and the element
 * holds the number of the large object, to which it has one reference. No shard adopts these objects.
 */
import type { ArgIndex } from '../../../protocol/command/arguments.ts';
import { type LargeRef, NO_LARGE } from '../../memory/types.ts';
import type { Keyspace } from '../keyspace.ts';
import { OutOfMemory, type Strings } from '../strings/strings.ts';

export class LargeElements {
  readonly #store: Keyspace;
  readonly #strings: Strings;

  constructor(store: Keyspace, strings: Strings) {
    this.#store = store;
    this.#strings = strings;
  }

  /** Elements of this many bytes and more are large. */
  get threshold(): number {
    return this.#strings.largeThreshold;
  }

  /** Whether an argument is to be stored as a large object. */
  isLarge(argument: ArgIndex): boolean {
    const { args } = this.#store;
    return args.argStart[argument]! < 0 || args.argLen[argument]! >= this.#strings.largeThreshold;
  }

  /**
   * The bytes of an argument for which `isLarge` says so, as a large object with one reference, which is the caller's.
   * Throws OutOfMemory, before anything changes, when it finds no room. An argument can be taken once only.
   */
  take(argument: ArgIndex): LargeRef {
    const { args } = this.#store;
    const start = args.argStart[argument]!;
    if (start >= 0) return this.takeBytes(args.buf, start, args.argLen[argument]!);
    const sink = this.#strings.sinks[-1 - start];
    if (sink == null) throw new Error('a refused argument reached a command');
    return sink.finish();
  }

  /**
   * Takes the large ones among arguments that follow each other, all of them or, throwing OutOfMemory, none.
   * @param into where they go, by their place among the arguments: 0 for those that are not large
   * @returns `into`, or a larger array if it is too short
   */
  takeEach(first: ArgIndex, count: number, into: Int32Array): Int32Array {
    const taken = count > into.length ? new Int32Array(count * 2) : into;
    for (let i = 0; i < count; i++) {
      const argument = (first + i) as ArgIndex;
      taken[i] = NO_LARGE;
      if (!this.isLarge(argument)) continue;
      try {
        taken[i] = this.take(argument);
      } catch (error) {
        for (let k = 0; k < i; k++) if (taken[k] !== NO_LARGE) this.#store.large.release(taken[k]! as LargeRef);
        throw error;
      }
    }
    return taken;
  }

  /** Bytes as a large object, as `take`. */
  takeBytes(source: Uint8Array, start: number, length: number): LargeRef {
    const { large } = this.#store;
    const object = large.allocate(length);
    if (object === NO_LARGE) throw new OutOfMemory();
    large.write(object, 0, source, start, start + length);
    return object;
  }

  /** Bytes that storing an argument as an element may take outside the heap: for `allocates`. */
  bound(argument: ArgIndex): number {
    return this.#strings.bound(argument);
  }
}
