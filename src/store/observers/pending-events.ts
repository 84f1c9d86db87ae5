// HOT: `add` runs under locks; it allocates only when more happened at once than ever before.
/** Events of keys, from the moment they happen, under locks, until they can be told. */

/** Numbers kept of each: event, database, and where its key lies. */
const FIELDS = 4;
/** Where a loop is slower than the call of Buffer.copy. */
const COPY_FROM = 48;

export type VisitEvent = (event: number, db: number, bytes: Buffer, start: number, end: number) => void;

export class PendingEvents {
  count = 0;
  #facts = new Int32Array(64 * FIELDS);
  #bytes: Buffer = Buffer.allocUnsafeSlow(4096);
  #used = 0;
  /** Events that were taken already, though those behind them were not. */
  #taken = 0;

  /** Notes an event of the key `buf[start, start + length)`. */
  add(event: number, db: number, buf: Uint8Array, start: number, length: number): void {
    const at = this.count++ * FIELDS;
    if (at === this.#facts.length || this.#used + length > this.#bytes.length) this.#grow(length);
    this.#facts[at] = event;
    this.#facts[at + 1] = db;
    this.#facts[at + 2] = this.#used;
    this.#facts[at + 3] = length;
    const bytes = this.#bytes;
    const to = this.#used;
    if (length < COPY_FROM) for (let i = 0; i < length; i++) bytes[to + i] = buf[start + i]!;
    else (buf as Buffer).copy(bytes, to, start, start + length);
    this.#used = to + length;
  }

  /** Gives the events to `visit`, in their order, and forgets them. No lock is held. */
  take(visit: VisitEvent): void {
    const { count } = this;
    const from = this.#taken;
    this.count = 0;
    this.#used = 0;
    this.#taken = 0;
    this.#visit(from, count, visit);
  }

  /** The same for the first `count` of them, as far as they were not taken before; the others stay. */
  takeFirst(count: number, visit: VisitEvent): void {
    const from = this.#taken;
    this.#taken = count;
    this.#visit(from, count, visit);
  }

  #visit(from: number, to: number, visit: VisitEvent): void {
    const facts = this.#facts;
    for (let i = from; i < to; i++) {
      const at = i * FIELDS;
      const start = facts[at + 2]!;
      visit(facts[at]!, facts[at + 1]!, this.#bytes, start, start + facts[at + 3]!);
    }
  }

  // cold
  #grow(length: number): void {
    const facts = new Int32Array(this.#facts.length * 2);
    for (let i = 0; i < this.#facts.length; i++) facts[i] = this.#facts[i]!;
    this.#facts = facts;
    const bytes = Buffer.allocUnsafeSlow((this.#bytes.length + length) * 2);
    this.#bytes.copy(bytes, 0, 0, this.#used);
    this.#bytes = bytes;
  }
}
