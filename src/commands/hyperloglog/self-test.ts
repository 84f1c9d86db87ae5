/** What PFSELFTEST does: some hundredths of a second of checks that need no key. */
import { ElementHash } from './element-hash.ts';
import { REGISTERS, rankOf, registerOf } from './layout.ts';
import { Sketch } from './sketch.ts';

const ELEMENTS = 200_000;
const SPARSE_MAX_BYTES = 3000;
/** Standard error of 16384 registers, and how many of them a count may be wrong by. */
const STANDARD_ERROR = 1.04 / Math.sqrt(REGISTERS);
const ERRORS = 5;

/** Counts elements in a sketch and in plain registers. @returns what is wrong first, if anything is */
export function firstFault(): string | undefined {
  const sketch = new Sketch();
  const hash = new ElementHash();
  const plain = new Uint8Array(REGISTERS);
  const element = Buffer.alloc(8);
  sketch.create();
  let next = 1;
  for (let count = 1; count <= ELEMENTS; count++) {
    element.writeUInt32LE(count, 0);
    hash.hash(element, 0, element.length);
    const register = registerOf(hash);
    const rank = rankOf(hash);
    sketch.raise(register, rank, SPARSE_MAX_BYTES);
    if (rank > plain[register]!) plain[register] = rank;
    if (count !== next) continue;
    next *= 10;
    sketch.registers.fill(0);
    if (!sketch.mergeInto(sketch.registers)) return `the sketch of ${count} elements is broken`;
    const wrong = plain.findIndex((value, i) => value !== sketch.registers[i]);
    if (wrong >= 0) return `register ${wrong} is ${sketch.registers[wrong]} and not ${plain[wrong]}`;
    const error = Math.abs(sketch.estimate() - count);
    if (error > Math.max(1, count * STANDARD_ERROR * ERRORS)) return `${count} elements count as ${sketch.estimate()}`;
  }
  return undefined;
}
