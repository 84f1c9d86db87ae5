/** Replies of the dispatcher itself: everything that keeps a command from running. The texts are protocol/resp/errors.ts. */
import { type ErrorCode, WRONG_ARITY } from '../../protocol/command/parse-error.ts';
import type { TableRow } from '../../protocol/command/table.ts';
import { ERROR, errorText, unknownCommand, unknownSubcommand } from '../../protocol/resp/errors.ts';
import type { Call, Outcome } from './context.ts';
import type { ParsedRequest } from './request.ts';

/** Arguments that Redis quotes after the name of an unknown command, and the bytes that all of them may take. */
const QUOTED_BYTES = 128;

export function refuseUnknown(call: Call, request: ParsedRequest): void {
  const quoted: string[] = [];
  let bytes = 0;
  for (let i = 1; i < request.argc && bytes < QUOTED_BYTES; i++) {
    const text = textOf(request, i, QUOTED_BYTES - bytes);
    quoted.push(text);
    bytes += text.length + 3;
  }
  call.reply.error(unknownCommand(textOf(request, 0, QUOTED_BYTES), quoted));
}

export function refuseUnknownSubcommand(call: Call, request: ParsedRequest, row: TableRow<Call, Outcome>): void {
  if (request.argc < 2) call.fail(ERROR.wrongArity, row.name);
  else call.reply.error(unknownSubcommand(textOf(request, 1, QUOTED_BYTES), row.name));
}

/** The grammar refused the arguments. */
export function refuseArguments(call: Call, row: TableRow<Call, Outcome>, error: ErrorCode): void {
  // An arity is refused before the request is known to the call.
  const argument = error === WRONG_ARITY ? '' : textOf(call.args as ParsedRequest, row.parser.errorArg, QUOTED_BYTES);
  call.reply.error(errorText(error, row.name, argument));
}

export function refuseUnauthenticated(call: Call): void {
  call.fail(ERROR.noAuth);
}

export function refuseMemory(call: Call): void {
  call.fail(ERROR.outOfMemory);
}

export function refuseKey(call: Call): void {
  call.fail(ERROR.keyTooLong);
}

export function refuseException(call: Call): void {
  call.fail(ERROR.internal);
}

function textOf(request: ParsedRequest, index: number, most: number): string {
  const start = request.argStart[index]!;
  if (start < 0) return '';
  return request.buf.toString('latin1', start, start + Math.min(request.argLen[index]!, most));
}
