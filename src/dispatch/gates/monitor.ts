/** A client that monitors has no business with the data: only the commands about its connection and the server run. */
import { ERROR } from '../../../protocol/resp/errors.ts';
import { type Gate, PASSED, REFUSED } from '../gate.ts';
import { touchesData } from './effects.ts';

export const monitorGate: Gate = (call, client, _request, row) => {
  if (!client.monitoring || !touchesData(row)) return PASSED;
  call.fail(ERROR.monitorKeyspace);
  return REFUSED;
};
