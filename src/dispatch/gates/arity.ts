/** The number of arguments fits the command. */
import { WRONG_ARITY } from '../../../protocol/command/parse-error.ts';
import { type Gate, PASSED, REFUSED } from '../gate.ts';
import { refuseArguments } from '../refusals.ts';

export const arityGate: Gate = (call, _client, request, row) => {
  if (row.acceptsLength(request.argc)) return PASSED;
  refuseArguments(call, row, WRONG_ARITY);
  return REFUSED;
};
