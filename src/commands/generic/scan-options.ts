/**
 * The arguments of SCAN (and of the scans of collections): a cursor and options. They are read here, not by the grammar,
 * because a wrong cursor is reported before anything else and cursors are spelt as C's strtoull reads them.
 */
import type { ArgIndex } from '../../../protocol/command/arguments.ts';
import { parseInteger } from '../../../protocol/command/numbers.ts';
import { type ErrorCode, NO_ERROR } from '../../../protocol/command/parse-error.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';
import type { Call } from '../../dispatch/context.ts';
import { typeNamed } from './type-names.ts';

const MAX_CURSOR = 2n ** 64n - 1n;
const USUAL_COUNT = 10;

export class ScanOptions {
  /** Exact while it is one that SCAN made. */
  cursor = 0;
  count = USUAL_COUNT;
  pattern: ArgIndex | undefined;
  /** -1 for a name that no type has. */
  type: number | undefined;

  /** Reads the arguments from `at` on. @returns NO_ERROR or the first error */
  read(call: Call, at: number): ErrorCode {
    this.count = USUAL_COUNT;
    this.pattern = undefined;
    this.type = undefined;
    const cursor = parseCursor(call.text(at));
    if (cursor === undefined) return ERROR.invalidCursor;
    this.cursor = cursor;
    for (let i = at + 1; i < call.args.argc; i += 2) {
      const error = this.#readOption(call, call.text(i).toUpperCase(), i + 1);
      if (error !== NO_ERROR) return error;
    }
    return NO_ERROR;
  }

  #readOption(call: Call, word: string, value: number): ErrorCode {
    const { argc, buf, argStart, argLen } = call.args;
    if (word === 'NOVALUES') return ERROR.scanNoValues;
    if (value >= argc) return ERROR.syntax;
    if (word === 'COUNT') {
      this.count = parseInteger(buf, argStart[value]!, argLen[value]!);
      if (Number.isNaN(this.count)) return ERROR.notAnInteger;
      return this.count < 1 ? ERROR.syntax : NO_ERROR;
    }
    if (word === 'MATCH') this.pattern = value as ArgIndex;
    else if (word === 'TYPE') this.type = typeNamed(call.text(value));
    else return ERROR.syntax;
    return NO_ERROR;
  }
}

function parseCursor(text: string): number | undefined {
  // A negative number in its usual spelling is refused; in others it wraps around, and is none of SCAN's cursors.
  if (/^-[1-9]/.test(text) || !/^[ \t\n\v\f\r]*[+-]?\d+$/.test(text)) return undefined;
  const value = BigInt(text.replace(/[^\d]/g, ''));
  if (value > MAX_CURSOR) return undefined;
  return text.includes('-') && value !== 0n ? Number(MAX_CURSOR) : Number(value);
}
