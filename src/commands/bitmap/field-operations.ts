/** The operations in the arguments of BITFIELD, read in Redis' order: the first error wins, whatever it is about. */
import { parseInt64 } from '../../../protocol/command/numbers.ts';
import { type ErrorCode, NO_ERROR } from '../../../protocol/command/parse-error.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';
import type { Call } from '../../dispatch/context.ts';
import type { Overflow } from './bit-fields.ts';
import { bitOffset } from './bit-offset.ts';

export interface FieldOperation {
  readonly is: 'GET' | 'SET' | 'INCRBY';
  readonly signed: boolean;
  readonly width: number;
  /** In bits. */
  readonly offset: number;
  /** What SET writes or INCRBY adds. */
  readonly operand: bigint;
  readonly overflow: Overflow;
}

export class FieldOperations {
  readonly list: FieldOperation[] = [];
  /** Bits that the string must have for what is written; 0 when all is read. */
  writtenBits = 0;

  /** Reads the arguments from `at` on. @returns NO_ERROR or the first error */
  read(call: Call, at: number, readOnly: boolean): ErrorCode {
    this.list.length = 0;
    this.writtenBits = 0;
    let overflow: Overflow = 'WRAP';
    const { argc } = call.args;
    for (let i = at; i < argc; ) {
      const word = wordAt(call, i).toUpperCase();
      if (word === 'OVERFLOW' && i + 1 < argc) {
        const how = wordAt(call, i + 1).toUpperCase();
        if (how !== 'WRAP' && how !== 'SAT' && how !== 'FAIL') return ERROR.bitfieldOverflow;
        overflow = how;
        i += 2;
        continue;
      }
      if (word !== 'GET' && word !== 'SET' && word !== 'INCRBY') return ERROR.syntax;
      const taken = word === 'GET' ? 3 : 4;
      if (i + taken > argc) return ERROR.syntax;
      const error = this.#readOperation(call, i, word, overflow);
      if (error !== NO_ERROR) return error;
      i += taken;
    }
    return readOnly && this.list.some(({ is }) => is !== 'GET') ? ERROR.bitfieldReadOnly : NO_ERROR;
  }

  #readOperation(call: Call, at: number, is: FieldOperation['is'], overflow: Overflow): ErrorCode {
    const type = /^([iu])([1-9]\d?)$/.exec(wordAt(call, at + 1));
    const signed = type?.[1] === 'i';
    const width = Number(type?.[2]);
    if (type === null || width > (signed ? 64 : 63)) return ERROR.bitfieldType;
    const offset = bitOffset(call, at + 2, width);
    if (Number.isNaN(offset)) return ERROR.bitOffset;
    let operand = 0n;
    if (is !== 'GET') {
      const { buf, argStart, argLen } = call.args;
      const read = parseInt64(buf, argStart[at + 3]!, argLen[at + 3]!);
      if (Number.isNaN(read)) return ERROR.notAnInteger;
      operand = BigInt(read);
      this.writtenBits = Math.max(this.writtenBits, offset + width);
    }
    this.list.push({ is, signed, width, offset, operand, overflow });
    return NO_ERROR;
  }
}

function wordAt(call: Call, argument: number): string {
  return call.args.argStart[argument]! < 0 ? '' : call.text(argument);
}
