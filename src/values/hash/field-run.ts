// HOT: no closures, no allocation on the JS heap, integers only.
/**
 * Small hashes: the fields one behind the other in a block of packed entries (packed-run.ts), of which each takes
 * `width` entries as the run counts. The lengths of a field stand together in front of it, so that a search takes one
 * step a field. In a hash whose fields expire there is a third length, of the time: 0, or 6 for ms as 6 bytes.
 *
 *   ┌─────────────┬──────────────┬───────────────┬───────────────────┬──────┬───────┬────────┐
 *   │ name length │ value length │ [time length] │ [long lengths, 2] │ name │ value │ [time] │
 *   └─────────────┴──────────────┴───────────────┴───────────────────┴──────┴───────┴────────┘
 *
 * A length of 254 says that the length is in two bytes of its own, that of the name first. Numbers have their low byte first.
 */
import { copyWords, MOST_BY_WORDS, requestWords } from '../../memory/byte-words.ts';
import type { Heap } from '../../memory/heap/heap.ts';
import { SLAB_SHIFT } from '../../memory/layout.ts';
import { NO_LARGE, type Ref } from '../../memory/types.ts';
import { MAX_ENTRY_BYTES, MAX_RUN_BYTES, type PackedRuns } from '../packed-run.ts';
import { isSameIn, tailMask, tailOf } from '../run-search.ts';
import {
  copyIn,
  headBytes,
  LONG,
  nextField,
  PAIRS,
  readHalf,
  readTime,
  TIME_BYTES,
  TRIPLES,
  timeBytes,
  writeHead,
  writeTime,
  writeValue,
} from './field-bytes.ts';
import { type FieldValue, type HashField, NEVER } from './hash-field.ts';

/** What a search answers when there is none. */
export const NOT_THERE = -1;

export class FieldRun {
  readonly #heap: Heap;
  readonly runs: PackedRuns;
  /** Bytes of the value that `locateValue` found. */
  valueLength = 0;

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
    const at = this.#find(run, width, name, start, length);
    if (at === NOT_THERE) return false;
    this.read(run, width, at, field);
    return true;
  }

  /** Where the value of a field of pairs begins, and `valueLength`; or NOT_THERE. */
  locateValue(run: Ref, name: Uint8Array, start: number, length: number): number {
    const at = this.#find(run, PAIRS, name, start, length);
    if (at === NOT_THERE) return NOT_THERE;
    const bytes = this.runs.bytesOf(run);
    const head = length < LONG ? PAIRS : PAIRS + 2;
    const value = bytes[at + 1]!;
    this.valueLength = value < LONG ? value : readHalf(bytes, at + head);
    return at + head + length + (value < LONG ? 0 : 2);
  }

  /** Fills `field` with the one at a place. */
  read(run: Ref, width: number, at: number, field: HashField): void {
    const bytes = this.runs.bytesOf(run);
    const name = bytes[at]!;
    const value = bytes[at + 1]!;
    let data = at + width;
    field.nameLength = name < LONG ? name : readHalf(bytes, data);
    if (name >= LONG) data += 2;
    field.valueLength = value < LONG ? value : readHalf(bytes, data);
    if (value >= LONG) data += 2;
    field.slab = run >>> SLAB_SHIFT;
    field.place = at;
    field.nameAt = data;
    field.nameLarge = NO_LARGE;
    field.valueAt = data + field.nameLength;
    field.valueLarge = NO_LARGE;
    const isTimed = width === TRIPLES && bytes[at + 2] !== 0;
    field.expiresAt = isTimed ? readTime(bytes, field.valueAt + field.valueLength) : NEVER;
  }

  /** Place of the field behind the one at a place. */
  next(run: Ref, width: number, at: number): number {
    return nextField(this.runs.bytesOf(run), width, at);
  }

  /** Place of the field number `index`. */
  at(run: Ref, width: number, index: number): number {
    const bytes = this.runs.bytesOf(run);
    let at = this.runs.begin(run);
    for (let i = 0; i < index; i++) at = nextField(bytes, width, at);
    return at;
  }

  /** Time of the field that expires first, or NEVER; of a run of triples. */
  earliest(run: Ref): number {
    const bytes = this.runs.bytesOf(run);
    const end = this.runs.end(run);
    let earliest = NEVER;
    for (let at = this.runs.begin(run); at < end; ) {
      const next = nextField(bytes, TRIPLES, at);
      if (bytes[at + 2] !== 0) {
        const expiresAt = readTime(bytes, next - TIME_BYTES);
        if (earliest === NEVER || expiresAt < earliest) earliest = expiresAt;
      }
      at = next;
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
    const head = headBytes(width, length, value.length);
    const room = head + length + value.length + timeBytes(width, expiresAt);
    const moved = runs.splice(shard, run, runs.end(run), 0, room, width);
    const bytes = runs.bytesOf(moved);
    const at = runs.gapAt;
    writeHead(bytes, at, width, length, value.length, expiresAt);
    copyIn(bytes, at + head, name, start, length);
    writeValue(bytes, at + head + length, width, value, expiresAt);
    return moved;
  }

  /** Gives the field that was located another value and time. @returns the run, which may have moved */
  change(shard: number, run: Ref, width: number, field: HashField, value: FieldValue, expiresAt: number): Ref {
    const { runs } = this;
    const { nameLength } = field;
    const begin = runs.begin(run);
    const head = headBytes(width, nameLength, value.length);
    const oldHead = field.nameAt - field.place;
    const old = field.valueLength + timeBytes(width, field.expiresAt);
    let moved = run;
    let at = field.place;
    if (head !== oldHead) {
      // The value's length becomes long or short: the name moves, too.
      moved = runs.splice(shard, moved, field.place + width, oldHead - width, head - width, 0);
      at = field.place - begin + runs.begin(moved);
    }
    const valueAt = at + head + nameLength;
    const room = value.length + timeBytes(width, expiresAt);
    const offset = at - runs.begin(moved);
    moved = runs.splice(shard, moved, valueAt, old, room, 0);
    const bytes = runs.bytesOf(moved);
    writeHead(bytes, runs.begin(moved) + offset, width, nameLength, value.length, expiresAt);
    writeValue(bytes, runs.gapAt, width, value, expiresAt);
    return moved;
  }

  /** Writes a value of the same length over that of the field that was located. */
  overwrite(field: HashField, value: FieldValue): void {
    this.#heap.operations++;
    copyIn(this.#heap.slabs.bytes[field.slab]!, field.valueAt, value.bytes, value.start, value.length);
  }

  /** Writes over the value that begins at an index and has this length. */
  overwriteAt(run: Ref, at: number, source: Uint8Array, start: number, length: number): void {
    this.#heap.operations++;
    const words = length < 4 || length > MOST_BY_WORDS ? undefined : requestWords(source);
    if (words === undefined) copyIn(this.runs.bytesOf(run), at, source, start, length);
    else copyWords(this.#heap.slabs.data[run >>> SLAB_SHIFT]!, at, words, start, length);
  }

  /** Gives the field that was located another time, in a run of triples. @returns the run, which may have moved */
  expire(shard: number, run: Ref, field: HashField, expiresAt: number): Ref {
    const { runs } = this;
    const offset = field.place - runs.begin(run);
    const at = field.valueAt + field.valueLength;
    const room = timeBytes(TRIPLES, expiresAt);
    const moved = runs.splice(shard, run, at, timeBytes(TRIPLES, field.expiresAt), room, 0);
    const bytes = runs.bytesOf(moved);
    bytes[runs.begin(moved) + offset + 2] = room;
    if (room !== 0) writeTime(bytes, runs.gapAt, expiresAt);
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
      const next = nextField(from, PAIRS, at);
      to[out] = from[at]!;
      to[out + 1] = from[at + 1]!;
      to[out + 2] = 0;
      from.copy(to, out + TRIPLES, at + PAIRS, next);
      out += next - at + 1;
      at = next;
    }
    this.#heap.free(shard, run);
    return wide;
  }

  /** Place of the field with this name, or NOT_THERE. */
  #find(run: Ref, width: number, name: Uint8Array, start: number, length: number): number {
    const { runs } = this;
    const bytes = runs.bytesOf(run);
    const end = runs.end(run);
    if (length >= LONG) return findLong(bytes, runs.begin(run), end, width, name, start, length);
    const data = this.#heap.slabs.data[run >>> SLAB_SHIFT]!;
    return findShort(bytes, data, runs.begin(run), end, width, name, start, length);
  }
}

/**
 * Looks for a field whose name has fewer than LONG bytes, as run-search.ts does: among fields whose names and values are
 * as long as those of the one before, a word of the name and the lengths are read.
 */
function findShort(
  bytes: Buffer,
  data: DataView,
  begin: number,
  end: number,
  width: number,
  name: Uint8Array,
  start: number,
  length: number,
): number {
  const mask = tailMask(length);
  const tail = tailOf(name, start, length);
  const lengths = width === TRIPLES ? 0xffffff : 0xffff;
  // A field that begins later is too short.
  const stop = (end - length) | 0;
  let at = begin | 0;
  for (;;) {
    while (at < stop && bytes[at] !== length) at = nextField(bytes, width, at);
    if (at >= stop) return NOT_THERE;
    const isShort = bytes[at + 1]! < LONG;
    const nameAt = (at + width + (isShort ? 0 : 2)) | 0;
    if (isSameIn(data, bytes, nameAt, name, start, length)) return at;
    const before = at;
    at = nextField(bytes, width, at);
    const step = (at - before) | 0;
    // Of four bytes and more, so that the words that are read lie in the run.
    if (!isShort || step < 4) continue;
    const head = data.getInt32(before, true) & lengths;
    const word = (width + length - 4) | 0;
    const last = (end - step) | 0;
    while (
      at <= last &&
      (data.getInt32(at, true) & lengths) === head &&
      ((data.getInt32((at + word) | 0, true) ^ tail) & mask) !== 0
    ) {
      at = (at + step) | 0;
    }
  }
}

function findLong(
  bytes: Buffer,
  begin: number,
  end: number,
  width: number,
  name: Uint8Array,
  start: number,
  length: number,
): number {
  for (let at = begin; at < end; at = nextField(bytes, width, at)) {
    if (bytes[at] !== LONG || readHalf(bytes, at + width) !== length) continue;
    const data = at + width + (bytes[at + 1]! < LONG ? 2 : 4);
    let i = 0;
    while (i < length && bytes[data + i] === name[start + i]) i++;
    if (i === length) return at;
  }
  return NOT_THERE;
}
