/** REPLICAOF and SLAVEOF: the server is a master and stays one. */
import type { ArgIndex } from '../../../protocol/command/arguments.ts';
import { block, bytes, integer, oneof, token } from '../../../protocol/command/grammar.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';
import type { Call } from '../../dispatch/context.ts';

const MAX_PORT = 65_535;

export const targetArguments = { host: bytes(), port: bytes() };

export const documentedTarget = {
  args: oneof({
    hostPort: block({ host: bytes(), port: integer() }),
    noOne: block({ no: token('NO'), one: token('ONE') }),
  }),
};

export function refuseTarget(call: Call, args: { readonly host: ArgIndex; readonly port: ArgIndex }): void {
  const host = call.text(args.host);
  const port = call.text(args.port);
  if (host.toLowerCase() === 'no' && port.toLowerCase() === 'one') call.reply.ok();
  else if (!/^\d{1,5}$/.test(port) || Number(port) > MAX_PORT) call.fail(ERROR.masterPort);
  else call.fail(ERROR.replicationDisabled);
}
