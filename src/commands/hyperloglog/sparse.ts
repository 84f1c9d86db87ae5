// HOT: no closures, no allocation, integers only.
/**
 * Registers of a sparse HyperLogLog: most are 0, so that runs of equal ones are stored.
 *
 *   ZERO   00nnnnnn            n + 1 registers are 0 (1 … 64)
 *   XZERO  01nnnnnn nnnnnnnn   n + 1 registers are 0 (1 … 16384)
 *   VAL    1vvvvvnn            n + 1 registers are v + 1 (1 … 4 of them, 1 … 32)
 *
 * A change splits one run in up to three and then joins neighbours that have become equal, near the place of the change
 * only: the bytes are those that Redis would have after the same commands.
 */

import { setDenseRegister } from './dense.ts';
import { DENSE, DENSE_BYTES, HEADER_BYTES, REGISTERS, writeHeader } from './layout.ts';

const XZERO = 0x40;
const VAL = 0x80;
const MAX_ZERO = 64;
const MAX_VAL_LENGTH = 4;
/** Highest rank that VAL can say. */
export const MAX_SPARSE_RANK = 32;
/** Opcodes looked at for joining, from the one before the change on. */
const JOINED = 5;

export const UNCHANGED = 0;
export const CHANGED = 1;
export const CORRUPTED = -1;
/** The change needs the dense form. */
export const TOO_LARGE = 2;

/** Registers that the opcode at `at` stands for. */
function runLength(bytes: Uint8Array, at: number): number {
  const code = bytes[at]!;
  if ((code & VAL) !== 0) return (code & 3) + 1;
  if ((code & XZERO) !== 0) return (((code & 0x3f) << 8) | bytes[at + 1]!) + 1;
  return (code & 0x3f) + 1;
}

function codeBytes(code: number): number {
  return (code & (VAL | XZERO)) === XZERO ? 2 : 1;
}

/** 0 unless the opcode is VAL. */
function runRank(code: number): number {
  return (code & VAL) === 0 ? 0 : ((code >>> 2) & 0x1f) + 1;
}

function valueCode(rank: number, length: number): number {
  return VAL | ((rank - 1) << 2) | (length - 1);
}

/** One thread's writer of sparse registers. */
export class SparseRegisters {
  /** Length of the string after `raise`. */
  length = 0;
  readonly #run = new Uint8Array(5);
  #runBytes = 0;

  /** An empty HyperLogLog. @returns its length */
  create(bytes: Uint8Array, header: number): number {
    writeHeader(bytes, header);
    bytes[HEADER_BYTES] = XZERO | ((REGISTERS - 1) >>> 8);
    bytes[HEADER_BYTES + 1] = (REGISTERS - 1) & 0xff;
    return HEADER_BYTES + 2;
  }

  /**
   * Raises a register of the HyperLogLog in bytes[0, length); the memory is 3 bytes longer at least.
   * @returns UNCHANGED, CHANGED (`length` is set), CORRUPTED, or TOO_LARGE when it would be longer than `maxBytes`
   */
  raise(bytes: Uint8Array, length: number, index: number, rank: number, maxBytes: number): number {
    this.length = length;
    if (rank > MAX_SPARSE_RANK) return TOO_LARGE;
    let first = 0;
    let at = HEADER_BYTES;
    let before = -1;
    let span = 0;
    while (at < length) {
      const size = codeBytes(bytes[at]!);
      if (at + size > length) return CORRUPTED;
      span = runLength(bytes, at);
      if (index < first + span) break;
      before = at;
      at += size;
      first += span;
    }
    if (span === 0 || at >= length) return CORRUPTED;
    const code = bytes[at]!;
    const old = runRank(code);
    if (old >= rank) return UNCHANGED;
    if (span === 1 && codeBytes(code) === 1) bytes[at] = valueCode(rank, 1);
    else {
      this.#split(old, index - first, span, rank);
      const added = this.#runBytes - codeBytes(code);
      if (added > 0 && length + added > maxBytes) return TOO_LARGE;
      move(bytes, at + codeBytes(code), at + this.#runBytes, length);
      for (let i = 0; i < this.#runBytes; i++) bytes[at + i] = this.#run[i]!;
      this.length = length + added;
    }
    this.#join(bytes, before < 0 ? HEADER_BYTES : before);
    return CHANGED;
  }

  /** Leaves in `#run` what stands for a run of `span` registers of which number `place` is raised. */
  #split(old: number, place: number, span: number, rank: number): void {
    this.#runBytes = 0;
    if (place > 0) this.#put(old, place);
    this.#run[this.#runBytes++] = valueCode(rank, 1);
    if (place + 1 < span) this.#put(old, span - place - 1);
  }

  #put(rank: number, length: number): void {
    if (rank > 0) this.#run[this.#runBytes++] = valueCode(rank, length);
    else if (length > MAX_ZERO) {
      this.#run[this.#runBytes++] = XZERO | ((length - 1) >>> 8);
      this.#run[this.#runBytes++] = (length - 1) & 0xff;
    } else this.#run[this.#runBytes++] = length - 1;
  }

  /** Joins neighbours of one rank, from `from` on. */
  #join(bytes: Uint8Array, from: number): void {
    let at = from;
    for (let left = JOINED; left > 0 && at < this.length; left--) {
      const code = bytes[at]!;
      if ((code & VAL) === 0) {
        at += codeBytes(code);
        continue;
      }
      const next = at + 1 < this.length ? bytes[at + 1]! : 0;
      const joined = (code & 3) + (next & 3) + 2;
      if (runRank(next) === runRank(code) && joined <= MAX_VAL_LENGTH) {
        bytes[at + 1] = valueCode(runRank(code), joined);
        move(bytes, at + 1, at, this.length);
        this.length--;
        continue;
      }
      at++;
    }
  }
}

/** Moves bytes[from, end) to `to`. */
function move(bytes: Uint8Array, from: number, to: number, end: number): void {
  if (from === to) return;
  // not shared: HyperLogLogs are changed in private memory
  bytes.copyWithin(to, from, end);
}

/** Raises registers to those of a sparse HyperLogLog. @returns false when its runs do not make 16384 registers */
export function mergeSparse(bytes: Uint8Array, length: number, registers: Uint8Array): boolean {
  let index = 0;
  for (let at = HEADER_BYTES; at < length; ) {
    const code = bytes[at]!;
    if (at + codeBytes(code) > length) return false;
    const end = index + runLength(bytes, at);
    const rank = runRank(code);
    if (end > REGISTERS) return false;
    if (rank > 0) for (let i = index; i < end; i++) if (registers[i]! < rank) registers[i] = rank;
    index = end;
    at += codeBytes(code);
  }
  return index === REGISTERS;
}

/** Writes the dense form of a sparse HyperLogLog to `target`. @returns false when it is broken */
export function sparseToDense(bytes: Uint8Array, length: number, registers: Uint8Array, target: Buffer): boolean {
  // not shared: memory of this thread
  registers.fill(0);
  if (!mergeSparse(bytes, length, registers)) return false;
  // not shared: memory of this thread
  target.fill(0, 0, DENSE_BYTES);
  for (let i = 0; i < HEADER_BYTES; i++) target[i] = bytes[i]!;
  target[4] = DENSE;
  for (let i = 0; i < REGISTERS; i++) if (registers[i] !== 0) setDenseRegister(target, i, registers[i]!);
  return true;
}

/** cold: the runs in words, as PFDEBUG DECODE shows them. */
export function describeSparse(bytes: Uint8Array, length: number): string {
  const words: string[] = [];
  for (let at = HEADER_BYTES; at < length; at += codeBytes(bytes[at]!)) {
    const rank = runRank(bytes[at]!);
    const run = runLength(bytes, at);
    words.push(rank > 0 ? `v:${rank},${run}` : `${codeBytes(bytes[at]!) === 2 ? 'Z' : 'z'}:${run}`);
  }
  return words.join(' ');
}
