/**
 * Inside MULTI commands are queued, except those that end the transaction or belong to it. What a queued command is given
 * to hold counts as memory: when there is none left, commands that may need more are refused here, not by EXEC.
 */
import { flagBit } from '../../../protocol/command/table.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';
import { type Gate, HANDLED, PASSED, REFUSED } from '../gate.ts';
import { refuseMemory, refuseUnknownSubcommand } from '../refusals.ts';
import type { ParsedRequest } from '../request.ts';
import { NOT_QUEUED, RUNS_LUA } from '../row-traits.ts';
import { isPausable } from './effects.ts';

const NO_MULTI = flagBit('no_multi');
const DENY_OOM = flagBit('denyoom');

/** Commands that cannot be part of a transaction. */
export const notInTransactionGate: Gate = (call, client, _request, row) => {
  if (client.transaction === undefined || (row.flagBits & NO_MULTI) === 0) return PASSED;
  call.fail(ERROR.notInTransaction);
  return REFUSED;
};

export const transactionGate: Gate = (call, client, request, row) => {
  const { transaction } = client;
  if (transaction === undefined) return PASSED;
  const bits = call.traits[row.id]!;
  if ((bits & NOT_QUEUED) !== 0) return PASSED;
  // COMMAND runs by itself, but not with a word behind it that is none of its subcommands.
  if (row.subcommands !== null && request.argc > 1) {
    refuseUnknownSubcommand(call, request, row);
    return REFUSED;
  }
  call.store.forgetTime();
  const isOutOfRoom = (row.flagBits & DENY_OOM) !== 0 && !call.hasRoom(argumentBytes(request));
  if (isOutOfRoom || (request.sinks.length !== 0 && request.sinks.includes(null))) {
    refuseMemory(call);
    return REFUSED;
  }
  transaction.add(request, isPausable(call, request, row));
  transaction.runsScript ||= (bits & RUNS_LUA) !== 0;
  client.figuresChanged = true;
  call.reply.queued();
  return HANDLED;
};

function argumentBytes(request: ParsedRequest): number {
  let bytes = 0;
  for (let i = 0; i < request.argc; i++) bytes += request.argLen[i]!;
  return bytes;
}
