/**
 * The arguments of SCAN (and of the scans of collections): a cursor and options. They are read here, not by the grammar,
 * because a wrong cursor is reported before anything else and cursors are spelt as C's strtoull reads them.
 */
import type { ArgIndex } from '../../../protocol/command/arguments.ts';
import { parseInteger } from '../../../protocol/command/numbers.ts';
import { type ErrorCode, NO_ERROR } from '../../../protocol/command/parse-error.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';
import type { Call } from '../../dispatch/context.ts';
import { TYPE_HASH } from '../../store/record.ts';
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
  /** Fields without their values. */
  noValues = false;

  /** Reads the arguments of SCAN from `at` on. @returns NO_ERROR or the first error */
  read(call: Call, at: number): ErrorCode {
    const error = this.readCursor(call, at);
    return error === NO_ERROR ? this.readOptions(call, at + 1) : error;
  }

  /** Reads only the cursor. */
  readCursor(call: Call, at: number): ErrorCode {
    const cursor = parseCursor(call.text(at));
    if (cursor === undefined) return ERROR.invalidCursor;
    this.cursor = cursor;
    return NO_ERROR;
  }

  /** Reads the options from `at` on. @param collection type of the value that is scanned; none for the keys */
  readOptions(call: Call, at: number, collection?: number): ErrorCode {
    this.count = USUAL_COUNT;
    this.pattern = undefined;
    this.type = undefined;
    this.noValues = false;
    for (let i = at; i < call.args.argc; i += 2) {
      const word = call.text(i).toUpperCase();
      if (word === 'NOVALUES' && collection === TYPE_HASH) {
        this.noValues = true;
        i--;
        continue;
      }
      const error = this.#readOption(call, word, i + 1, collection);
      if (error !== NO_ERROR) return error;
    }
    return NO_ERROR;
  }

  #readOption(call: Call, word: string, value: number, collection: number | undefined): ErrorCode {
    const { argc, buf, argStart, argLen } = call.args;
    if (word === 'NOVALUES') return ERROR.scanNoValues;
    if (value >= argc) return ERROR.syntax;
    if (word === 'COUNT') {
      this.count = parseInteger(buf, argStart[value]!, argLen[value]!);
      if (Number.isNaN(this.count)) return ERROR.notAnInteger;
      return this.count < 1 ? ERROR.syntax : NO_ERROR;
    }
    if (word === 'MATCH') this.pattern = value as ArgIndex;
    else if (word === 'TYPE' && collection === undefined) this.type = typeNamed(call.text(value));
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
