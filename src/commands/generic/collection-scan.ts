/** What HSCAN, SSCAN and ZSCAN have in common: the order in which they look at their arguments. */
import type { ArgIndex } from '../../../protocol/command/arguments.ts';
import { NO_ERROR } from '../../../protocol/command/parse-error.ts';
import { globMatch } from '../../../protocol/glob.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';
import type { Call } from '../../dispatch/context.ts';
import { NO_REF, type Ref } from '../../memory/types.ts';
import type { ScanOptions } from './scan-options.ts';

/** Argument that is the cursor. */
const CURSOR = 2;

/**
 * Reads the cursor, looks the key up, then reads the options.
 * @param type that the value must have
 * @returns the record, or NO_REF when the reply (an error, or that there is nothing) is written
 */
export function beginCollectionScan(call: Call, options: ScanOptions, key: ArgIndex, type: number): Ref {
  const { store, reply } = call;
  const cursorError = options.readCursor(call, CURSOR);
  if (cursorError !== NO_ERROR) {
    call.fail(cursorError);
    return NO_REF;
  }
  const record = store.read(key);
  if (record === NO_REF) {
    reply.array(2);
    reply.bulkInteger(0);
    reply.array(0);
    return NO_REF;
  }
  const error = store.records.type(record) === type ? options.readOptions(call, CURSOR + 1, type) : ERROR.wrongType;
  if (error === NO_ERROR) return record;
  call.fail(error);
  return NO_REF;
}

/** Whether bytes fit the pattern of a scan. */
export function fitsPattern(call: Call, options: ScanOptions, bytes: Buffer, start: number, end: number): boolean {
  const { pattern } = options;
  if (pattern === undefined) return true;
  const { buf, argStart, argLen } = call.args;
  const at = argStart[pattern]!;
  return globMatch(buf, at, at + argLen[pattern]!, bytes, start, end, false);
}
