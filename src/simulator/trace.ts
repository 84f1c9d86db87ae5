/**
 * Access traces: who was asked for, in order.
 *
 * Keys become dense numbers in the order of their first request, so that simulations keep state in arrays.
 */

export interface Trace {
  /** One request each: which key, 0 … unique - 1. */
  readonly keys: Int32Array;
  readonly unique: number;
  /** Bytes of each request's object; undefined when the trace does not say (unit sizes). */
  readonly sizes?: Float64Array | undefined;
  /** What a miss of each request costs; undefined: all the same. */
  readonly costs?: Float64Array | undefined;
  /** Time to live of what each request stores, in ms; 0 for none; undefined: none has one. */
  readonly ttls?: Float64Array | undefined;
  /** Time of each request in ms; undefined when the trace does not say. */
  readonly times?: Float64Array | undefined;
}

/** Builds a trace from whatever names its keys. */
export class TraceBuilder {
  readonly #numbers = new Map<string | number | bigint, number>();
  #keys = new Int32Array(1024);
  #count = 0;
  readonly #columns = new Map<Column, number[]>();

  /** @param row what else is known of the request */
  add(key: string | number | bigint, row?: Readonly<Partial<Record<Column, number>>>): void {
    let number = this.#numbers.get(key);
    if (number === undefined) {
      number = this.#numbers.size;
      this.#numbers.set(key, number);
    }
    if (this.#count === this.#keys.length) {
      const larger = new Int32Array(this.#count * 2);
      larger.set(this.#keys);
      this.#keys = larger;
    }
    if (row !== undefined) for (const column of COLUMNS) this.#note(column, row[column]);
    this.#keys[this.#count++] = number;
  }

  build(): Trace {
    const column = (name: Column): Float64Array | undefined => {
      const values = this.#columns.get(name);
      if (values === undefined) return undefined;
      return Float64Array.from({ length: this.#count }, (_, i) => values[i] ?? ABSENT[name]);
    };
    return {
      keys: this.#keys.slice(0, this.#count),
      unique: this.#numbers.size,
      sizes: column('size'),
      costs: column('cost'),
      ttls: column('ttl'),
      times: column('time'),
    };
  }

  #note(column: Column, value: number | undefined): void {
    if (value === undefined) return;
    let values = this.#columns.get(column);
    if (values === undefined) {
      values = [];
      this.#columns.set(column, values);
    }
    values[this.#count] = value;
  }
}

const COLUMNS = ['time', 'size', 'cost', 'ttl'] as const;
type Column = (typeof COLUMNS)[number];
/** Bytes of an object where the trace does not say. */
export const USUAL_BYTES = 512;
/** What holds for a request of which a trace does not say what it says of others. */
const ABSENT: Readonly<Record<Column, number>> = { time: 0, size: USUAL_BYTES, cost: 1, ttl: 0 };

/** One trace after another; the same key is the same in all of them. Only unit sizes can be joined. */
export function joinTraces(traces: readonly { readonly trace: Trace; readonly space: string }[]): Trace {
  const builder = new TraceBuilder();
  for (const { trace, space } of traces) for (const key of trace.keys) builder.add(`${space}${key}`);
  return builder.build();
}
