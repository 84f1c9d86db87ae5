// HOT: runs on every byte the load generator receives. No allocation per reply, no strings except for the first error.
/**
 * Counts RESP replies without decoding them. Bulk bodies are skipped, not looked at, so a 32 MiB reply costs as much as
 * its number of chunks. RESP2 and RESP3, aggregates nested to any depth: an aggregate adds its members to the elements
 * that are still owed before the top-level reply is complete.
 */

const state = { type: 0, line: 1, body: 2, error: 3 } as const;
type State = (typeof state)[keyof typeof state];

export class ReplyScanner {
  /** Complete top-level replies so far. */
  replies = 0;
  /** Errors, those inside aggregates included. */
  errors = 0;
  /** Of these, nulls: `$-1`, `*-1` and `_`. */
  nulls = 0;
  /** Text of the first error. */
  firstError = '';
  /** 1 when the last complete top-level reply was a null. Lets a caller look at replies one at a time, see `step`. */
  lastWasNull = 0;

  #state: State = state.type;
  #type = 0;
  #number = 0;
  #negative = false;
  #skip = 0;
  #owed = 1;
  #depth = 0;

  /** Takes all of `chunk`. */
  feed(chunk: Uint8Array, end: number): void {
    let at = 0;
    while (at < end) at = this.step(chunk, at, end);
  }

  /** Reads from `at` until one top-level reply is complete or the chunk ends; returns where it stopped. */
  step(chunk: Uint8Array, at: number, end: number): number {
    const before = this.replies;
    while (at < end && this.replies === before) {
      if (this.#state === state.body) {
        const take = Math.min(this.#skip, end - at);
        at += take;
        this.#skip -= take;
        if (this.#skip === 0) this.#element(false);
      } else if (this.#state === state.type) {
        this.#type = chunk[at++]!;
        this.#number = 0;
        this.#negative = false;
        this.#state = this.#type === 45 ? state.error : state.line;
      } else {
        at = this.#line(chunk, at, end);
      }
    }
    return at;
  }

  #line(chunk: Uint8Array, at: number, end: number): number {
    while (at < end) {
      const byte = chunk[at++]!;
      if (byte === 10) {
        this.#lineEnd();
        return at;
      }
      if (this.#state === state.error && this.errors === 0) {
        if (byte !== 13) this.firstError += String.fromCharCode(byte);
      } else if (byte >= 48 && byte <= 57) this.#number = this.#number * 10 + byte - 48;
      else if (byte === 45) this.#negative = true;
    }
    return at;
  }

  #lineEnd(): void {
    if (this.#state === state.error) {
      this.errors++;
      this.#element(false);
      return;
    }
    switch (this.#type) {
      case 36: // $ bulk
      case 61: // = verbatim
      case 33: // ! bulk error
        if (this.#negative) this.#element(true);
        else {
          this.#skip = this.#number + 2;
          this.#state = state.body;
        }
        return;
      case 42: // * array
      case 126: // ~ set
      case 62: // > push
        if (this.#negative) this.#element(true);
        else this.#aggregate(this.#number);
        return;
      case 37: // % map
      case 124: // | attribute, which precedes the reply it belongs to
        this.#aggregate(this.#number * 2 + (this.#type === 124 ? 1 : 0));
        return;
      default:
        this.#element(this.#type === 95);
    }
  }

  #aggregate(members: number): void {
    this.#state = state.type;
    this.#owed += members - 1;
    this.#depth = 1;
    if (this.#owed === 0) this.#complete(false);
  }

  #element(isNull: boolean): void {
    this.#state = state.type;
    if (--this.#owed === 0) this.#complete(isNull && this.#depth === 0);
  }

  #complete(isNull: boolean): void {
    this.replies++;
    this.lastWasNull = isNull ? 1 : 0;
    if (isNull) this.nulls++;
    this.#owed = 1;
    this.#depth = 0;
  }
}
