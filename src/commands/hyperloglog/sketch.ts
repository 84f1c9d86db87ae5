/**
 * One HyperLogLog that a command works on, copied out of its key: read, changed, and put back when it did change. A
 * thread has one, since a command works on one at a time.
 */
import type { ArgIndex } from '../../../protocol/command/arguments.ts';
import type { Call } from '../../dispatch/context.ts';
import { NO_REF, type Ref } from '../../memory/types.ts';
import { ENCODING_RAW, NO_EXPIRY } from '../../store/record.ts';
import { openString, setStringByte } from '../../store/strings/string-bytes.ts';
import { mergeDense, raiseDense } from './dense.ts';
import { ElementHash } from './element-hash.ts';
import { estimate } from './estimate.ts';
import {
  DENSE,
  DENSE_BYTES,
  encodingOf,
  forgetCount,
  HEADER_BYTES,
  isHyperLogLog,
  knownCount,
  REGISTERS,
  rankOf,
  registerOf,
  rememberCount,
  SPARSE,
} from './layout.ts';
import {
  CHANGED,
  CORRUPTED,
  describeSparse,
  mergeSparse,
  SparseRegisters,
  sparseToDense,
  TOO_LARGE,
  UNCHANGED,
} from './sparse.ts';

/** Room behind a sparse value for the longest split of a run. */
const GROWTH_BYTES = 8;

export class Sketch {
  /** Registers that several sketches are merged into, and that counting uses. */
  readonly registers: Uint8Array = new Uint8Array(REGISTERS);
  readonly #hash = new ElementHash();
  readonly #sparse = new SparseRegisters();
  readonly #dense = Buffer.alloc(DENSE_BYTES);
  #bytes = Buffer.alloc(DENSE_BYTES + GROWTH_BYTES);
  #length = 0;

  get isDense(): boolean {
    return encodingOf(this.#bytes) === DENSE;
  }

  /** Length of the value in bytes. */
  get length(): number {
    return this.#length;
  }

  /** Begins an empty one, sparse. */
  create(): void {
    this.#length = this.#sparse.create(this.#bytes, SPARSE);
  }

  /** Takes over the value of a string record. @returns false when it is no HyperLogLog */
  load(call: Call, ref: Ref): boolean {
    const length = call.strings.length(ref);
    if (length < HEADER_BYTES) return false;
    call.strings.copyOut(ref, 0, HEADER_BYTES, this.#bytes, 0);
    if (!isHyperLogLog(this.#bytes, length)) return false;
    if (length + GROWTH_BYTES > this.#bytes.length) this.#bytes = Buffer.alloc(length * 2 + GROWTH_BYTES);
    call.strings.copyOut(ref, 0, length, this.#bytes, 0);
    this.#length = length;
    return true;
  }

  /** Counts the element of an argument. @returns UNCHANGED, CHANGED or CORRUPTED */
  add(call: Call, element: ArgIndex, sparseMaxBytes: number): number {
    const { buf, argStart, argLen } = call.args;
    this.#hash.hash(buf, argStart[element]!, argLen[element]!);
    return this.raise(registerOf(this.#hash), rankOf(this.#hash), sparseMaxBytes);
  }

  /** Raises a register, in the dense form when the sparse one would be too long. */
  raise(index: number, rank: number, sparseMaxBytes: number): number {
    if (!this.isDense) {
      const room = this.#length + GROWTH_BYTES;
      if (room > this.#bytes.length) this.#bytes = Buffer.concat([this.#bytes], room * 2);
      const result = this.#sparse.raise(this.#bytes, this.#length, index, rank, sparseMaxBytes);
      this.#length = this.#sparse.length;
      if (result !== TOO_LARGE) return result;
      if (!this.toDense()) return CORRUPTED;
    }
    return raiseDense(this.#bytes, index, rank) ? CHANGED : UNCHANGED;
  }

  /** Takes the dense form. @returns false when the sparse one is broken */
  toDense(): boolean {
    if (this.isDense) return true;
    if (!sparseToDense(this.#bytes, this.#length, scratch, this.#dense)) return false;
    this.#dense.copy(this.#bytes, 0, 0, DENSE_BYTES);
    this.#length = DENSE_BYTES;
    return true;
  }

  /** Raises `registers` to those of this sketch. @returns false when it is broken */
  mergeInto(registers: Uint8Array): boolean {
    if (!this.isDense) return mergeSparse(this.#bytes, this.#length, registers);
    mergeDense(this.#bytes, registers);
    return true;
  }

  /** The count that was computed before, or -1. */
  knownCount(): number {
    return knownCount(this.#bytes);
  }

  /** Writes a count into the header of a key's value, where nothing else changes. */
  remember(call: Call, key: ArgIndex, ref: Ref, count: number): void {
    rememberCount(this.#bytes, count);
    const record = openString(call.store, call.strings, key, ref, this.#length);
    for (let i = 8; i < HEADER_BYTES; i++) setStringByte(call.store, record, i, this.#bytes[i]!);
  }

  /** Makes this sketch, whose registers changed, the value of a key. */
  store(call: Call, key: ArgIndex, existing: Ref): void {
    forgetCount(this.#bytes);
    this.replace(call, key, existing);
  }

  /** Makes this sketch the value of a key; its count stays as it is. */
  replace(call: Call, key: ArgIndex, existing: Ref): void {
    const expiresAt = existing === NO_REF ? NO_EXPIRY : call.store.records.expiresAt(existing);
    call.strings.setBytes(key, existing, this.#bytes, 0, this.#length, ENCODING_RAW, expiresAt);
  }

  /** The runs of the sparse form in words. */
  describe(): string {
    return describeSparse(this.#bytes, this.#length);
  }

  /** What `registers` stand for. */
  estimate(): number {
    return estimate(this.registers);
  }
}

/** Registers of one sketch while it takes the dense form. */
const scratch = new Uint8Array(REGISTERS);
