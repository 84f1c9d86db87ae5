// HOT: no closures, integers only; the JS heap is asked for nothing but room for a longer field than any before.
/**
 * The order of a small hash whose fields expire, which clients see as that of HGETALL: what dies first comes first, of equal
 * times what was set last, and what does not die stands behind the others.
 */
import type { Ref } from '../../memory/types.ts';
import type { PackedRuns } from '../packed-run.ts';
import { nextField, readTime, TIME_BYTES, TRIPLES } from './field-bytes.ts';

let aside: Buffer = Buffer.allocUnsafeSlow(256);

/** Moves a field of a run of triples to its place, after its time has changed. @param offset where it is, from the run's begin */
export function moveToPlace(runs: PackedRuns, run: Ref, offset: number): void {
  const bytes = runs.bytesOf(run);
  const begin = runs.begin(run);
  const at = begin + offset;
  const next = nextField(bytes, TRIPLES, at);
  const place = placeOf(bytes, begin, runs.end(run), at, next);
  if (place === at || place === next) return;
  const length = next - at;
  if (length > aside.length) aside = Buffer.allocUnsafeSlow(length * 2);
  bytes.copy(aside, 0, at, next);
  if (place < at) {
    bytes.copy(bytes, place + length, place, at);
    aside.copy(bytes, place, 0, length);
  } else {
    bytes.copy(bytes, at, next, place);
    aside.copy(bytes, place - length, 0, length);
  }
}

/** Before which of the others the field from `at` to `next` belongs: its place, or the end. */
function placeOf(bytes: Buffer, begin: number, end: number, at: number, next: number): number {
  if (bytes[at + 2] === 0) return end;
  const expiresAt = readTime(bytes, next - TIME_BYTES);
  for (let place = begin; place < end; ) {
    const behind = nextField(bytes, TRIPLES, place);
    const isLater = bytes[place + 2] === 0 || readTime(bytes, behind - TIME_BYTES) >= expiresAt;
    if (isLater && place !== at) return place;
    place = behind;
  }
  return end;
}
