// HOT: no closures, no allocation on the JS heap, integers only.
/**
 * Small hashes: a packed run of names and values, `width` entries a field. A hash whose fields expire has a third entry
 * for each: empty, or the time in ms as 6 bytes, low byte first.
 */
import type { Heap } from '../memory/heap.ts';
import { SLAB_SHIFT } from '../memory/layout.ts';
import { NO_LARGE, type Ref } from '../memory/types.ts';
import { type FieldValue, type HashField, NEVER } from './hash-field.ts';
import { entryBytes, MAX_ENTRY_BYTES, MAX_RUN_BYTES, NO_ENTRY, type PackedRuns } from './packed-run.ts';

/** Entries a field: without and with room for expiries. */
export const PAIRS = 2;
export const TRIPLES = 3;

const TIME_BYTES = 6;
const WORD = 2 ** 32;

export class FieldRun {
  readonly #heap: Heap;
  readonly runs: PackedRuns;

  constructor(heap: Heap, runs: PackedRuns) {
    this.#heap = heap;
    this.runs = runs;
  }

  /** Whether a field of this size can be added to a run. */
  fits(run: Ref, nameLength: number, valueLength: number): boolean {
    if (nameLength > MAX_ENTRY_BYTES || valueLength > MAX_ENTRY_BYTES) return false;
    return this.runs.used(run) + nameLength + valueLength + 16 <= MAX_RUN_BYTES;
  }

  /** @returns whether the field is there: `field` says where */
  locate(run: Ref, width: number, name: Uint8Array, start: number, length: number, field: HashField): boolean {
    const at = this.runs.find(run, width, name, start, length);
    if (at === NO_ENTRY) return false;
    this.read(run, width, at, field);
    return true;
  }

  /** Fills `field` with the one whose name is at a place. */
  read(run: Ref, width: number, at: number, field: HashField): void {
    const { runs } = this;
    const bytes = runs.bytesOf(run);
    const value = runs.next(bytes, at);
    field.slab = run >>> SLAB_SHIFT;
    field.place = at;
    field.nameAt = runs.data(bytes, at);
    field.nameLength = runs.length(bytes, at);
    field.nameLarge = NO_LARGE;
    field.valueAt = runs.data(bytes, value);
    field.valueLength = runs.length(bytes, value);
    field.valueLarge = NO_LARGE;
    field.expiresAt = width === PAIRS ? NEVER : this.#time(bytes, field.valueAt + field.valueLength);
  }

  /** Place of the field behind the one at a place. */
  next(run: Ref, width: number, at: number): number {
    const { runs } = this;
    const bytes = runs.bytesOf(run);
    let next = at;
    for (let i = 0; i < width; i++) next = runs.next(bytes, next);
    return next;
  }

  /** Time of the field that expires first, or NEVER; of a run of triples. */
  earliest(run: Ref): number {
    const { runs } = this;
    const bytes = runs.bytesOf(run);
    const end = runs.end(run);
    let earliest = NEVER;
    for (let at = runs.begin(run); at < end; ) {
      const time = runs.next(bytes, runs.next(bytes, at));
      const expiresAt = this.#time(bytes, time);
      if (expiresAt !== NEVER && (earliest === NEVER || expiresAt < earliest)) earliest = expiresAt;
      at = runs.next(bytes, time);
    }
    return earliest;
  }

  /** Adds a field that is not there. @returns the run, which may have moved */
  add(
    shard: number,
    run: Ref,
    width: number,
    name: Uint8Array,
    start: number,
    length: number,
    value: FieldValue,
    expiresAt: number,
  ): Ref {
    const { runs } = this;
    const room = entryBytes(length) + entryBytes(value.length) + timeBytes(width, expiresAt);
    const moved = runs.splice(shard, run, runs.end(run), 0, room, width);
    const bytes = runs.bytesOf(moved);
    const at = runs.write(bytes, runs.gapAt, name, start, length);
    this.#writeRest(bytes, at, width, value, expiresAt);
    return moved;
  }

  /** Gives the field that was located another value and time. @returns the run, which may have moved */
  change(shard: number, run: Ref, width: number, field: HashField, value: FieldValue, expiresAt: number): Ref {
    const { runs } = this;
    const at = runs.next(runs.bytesOf(run), field.place);
    const old = entryBytes(field.valueLength) + timeBytes(width, field.expiresAt);
    const room = entryBytes(value.length) + timeBytes(width, expiresAt);
    const moved = runs.splice(shard, run, at, old, room, 0);
    this.#writeRest(runs.bytesOf(moved), runs.gapAt, width, value, expiresAt);
    return moved;
  }

  /** Gives the field that was located another time, in a run of triples. @returns the run, which may have moved */
  expire(shard: number, run: Ref, field: HashField, expiresAt: number): Ref {
    const { runs } = this;
    const at = field.valueAt + field.valueLength;
    const old = timeBytes(TRIPLES, field.expiresAt);
    const moved = runs.splice(shard, run, at, old, timeBytes(TRIPLES, expiresAt), 0);
    this.#writeTime(runs.bytesOf(moved), runs.gapAt, expiresAt);
    return moved;
  }

  /** Takes the field that was located out. @returns the run, which may have moved */
  remove(shard: number, run: Ref, width: number, field: HashField): Ref {
    const bytes = this.next(run, width, field.place) - field.place;
    return this.runs.splice(shard, run, field.place, bytes, 0, -width);
  }

  /** Makes triples of pairs: a new run; the old one is freed. */
  widen(shard: number, run: Ref): Ref {
    const { runs } = this;
    const fields = runs.count(run) >>> 1;
    const empty = runs.create(shard, runs.used(run) + fields);
    const wide = runs.splice(shard, empty, runs.begin(empty), 0, runs.used(run) + fields, fields * TRIPLES);
    const from = runs.bytesOf(run);
    const to = runs.bytesOf(wide);
    const end = runs.end(run);
    let out = runs.gapAt;
    for (let at = runs.begin(run); at < end; ) {
      const next = runs.next(from, runs.next(from, at));
      from.copy(to, out, at, next);
      out += next - at;
      to[out++] = 0;
      at = next;
    }
    this.#heap.free(shard, run);
    return wide;
  }

  #writeRest(bytes: Buffer, at: number, width: number, value: FieldValue, expiresAt: number): void {
    const end = this.runs.write(bytes, at, value.bytes, value.start, value.length);
    if (width === TRIPLES) this.#writeTime(bytes, end, expiresAt);
  }

  #time(bytes: Buffer, at: number): number {
    if (bytes[at] === 0) return NEVER;
    const low = bytes[at + 1]! | (bytes[at + 2]! << 8) | (bytes[at + 3]! << 16) | (bytes[at + 4]! << 24);
    return (bytes[at + 5]! | (bytes[at + 6]! << 8)) * WORD + (low >>> 0);
  }

  #writeTime(bytes: Buffer, at: number, expiresAt: number): void {
    if (expiresAt === NEVER) {
      bytes[at] = 0;
      return;
    }
    const low = expiresAt % WORD;
    const high = Math.floor(expiresAt / WORD);
    bytes[at] = TIME_BYTES;
    bytes[at + 1] = low;
    bytes[at + 2] = low >>> 8;
    bytes[at + 3] = low >>> 16;
    bytes[at + 4] = low >>> 24;
    bytes[at + 5] = high;
    bytes[at + 6] = high >>> 8;
  }
}

function timeBytes(width: number, expiresAt: number): number {
  if (width === PAIRS) return 0;
  return expiresAt === NEVER ? 1 : 1 + TIME_BYTES;
}
