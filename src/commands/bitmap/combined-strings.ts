// HOT: no closures, no allocation on the JS heap while a command runs.
/** Strings of any size combined bit by bit, a piece at a time: sources and result may be larger than any buffer. */
import type { ArgIndex, ArgRange } from '../../../protocol/command/arguments.ts';
import type { Call } from '../../dispatch/context.ts';
import { NO_REF, type Ref } from '../../memory/types.ts';
import { ENCODING_RAW, NO_EXPIRY } from '../../store/record.ts';
import { combineWords, NOT, type Operation } from './combine-bits.ts';
import { PIECE_BYTES } from './pieces.ts';

const resultMemory = new ArrayBuffer(PIECE_BYTES);
const result: Buffer = Buffer.from(resultMemory);
const resultWords = new Int32Array(resultMemory);
const sourceMemory = new ArrayBuffer(PIECE_BYTES);
const source: Buffer = Buffer.from(sourceMemory);
const sourceWords = new Int32Array(sourceMemory);
const ZEROS = Buffer.alloc(PIECE_BYTES);

/**
 * Makes a string of `length` bytes, at least 1, from those under `keys`, all of which are strings or missing.
 * Throws OutOfMemory before any change.
 */
export function storeCombined(
  call: Call,
  operation: Operation,
  target: ArgIndex,
  existing: Ref,
  keys: ArgRange,
  length: number,
): void {
  const { store, strings } = call;
  if (length <= PIECE_BYTES) {
    combine(call, operation, keys, 0, length);
    strings.setBytes(target, existing, result, 0, length, ENCODING_RAW, NO_EXPIRY);
    return;
  }
  const object = strings.allocatePages(length);
  for (let at = 0; at < length; at += PIECE_BYTES) {
    const bytes = Math.min(PIECE_BYTES, length - at);
    combine(call, operation, keys, at, bytes);
    store.large.write(object, at, result, 0, bytes);
  }
  strings.adopt(target, existing, object, ENCODING_RAW, NO_EXPIRY);
}

/** Leaves bytes [at, at + bytes) of the result in `result`. */
function combine(call: Call, operation: Operation, keys: ArgRange, at: number, bytes: number): void {
  const words = (bytes + 3) >>> 2;
  readPiece(call, call.store.peek(keys.at(0)), at, bytes, result);
  if (keys.count === 1 && operation === NOT) combineWords(operation, resultWords, sourceWords, words);
  for (let i = 1; i < keys.count; i++) {
    readPiece(call, call.store.peek(keys.at(i)), at, bytes, source);
    combineWords(operation, resultWords, sourceWords, words);
  }
}

/** Copies a part of a string out, with zeros behind its end. */
function readPiece(call: Call, ref: Ref, at: number, bytes: number, target: Buffer): void {
  const left = ref === NO_REF ? 0 : call.strings.length(ref) - at;
  const there = left < 0 ? 0 : Math.min(left, bytes);
  if (there > 0) call.strings.copyOut(ref, at, there, target, 0);
  if (there < bytes) ZEROS.copy(target, there, 0, bytes - there);
}
