/** `FIELDS numfields field …` at the end of a command, read by hand: the key's type is looked at before it. */
import type { ArgIndex } from '../../../protocol/command/arguments.ts';
import { parseInteger } from '../../../protocol/command/numbers.ts';
import { type ErrorCode, NO_ERROR } from '../../../protocol/command/parse-error.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';
import type { Call } from '../../dispatch/context.ts';

export class FieldList {
  first = 0;
  count = 0;

  /** Position of a field's name. */
  at(i: number): ArgIndex {
    return (this.first + i) as ArgIndex;
  }

  /** Reads the word, the number and the fields, which are the last arguments. @param notPositive error for a number below 1 */
  read(call: Call, at: number, notPositive: ErrorCode = ERROR.fieldCountPositive): ErrorCode {
    const { argc, buf, argStart, argLen } = call.args;
    if (at >= argc || !isWord(call, at, 'FIELDS')) return ERROR.fieldsMissing;
    if (at + 1 >= argc) return ERROR.fieldCountMismatch;
    const count = parseInteger(buf, argStart[at + 1]!, argLen[at + 1]!);
    if (Number.isNaN(count) || count < 1) return notPositive;
    if (count !== argc - at - 2) return ERROR.fieldCountMismatch;
    this.first = at + 2;
    this.count = count;
    return NO_ERROR;
  }
}

/** Whether an argument is this word, in any case. @param word in upper case */
export function isWord(call: Call, at: number, word: string): boolean {
  const { buf, argStart, argLen } = call.args;
  if (argLen[at] !== word.length) return false;
  const start = argStart[at]!;
  for (let i = 0; i < word.length; i++) if ((buf[start + i]! & 0xdf) !== word.charCodeAt(i)) return false;
  return true;
}
