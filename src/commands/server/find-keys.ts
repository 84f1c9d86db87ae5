/** The keys of the command that is quoted behind COMMAND GETKEYS. */
import type { RequestArgs } from '../../../protocol/command/arguments.ts';
import { keysOf, type NoKeys } from '../../../protocol/command/quoted-keys.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';
import type { Call } from '../../dispatch/context.ts';

export interface KeyOfCommand {
  readonly text: string;
  readonly flags: readonly string[];
}

const ERRORS: Readonly<Record<NoKeys, number>> = {
  'unknown command': ERROR.commandInvalid,
  'wrong length': ERROR.commandInvalidArity,
  'no keys': ERROR.keyArgumentsNone,
  'invalid arguments': ERROR.commandInvalidArguments,
};

/** Words in front of the quoted command. */
const OWN_WORDS = 2;

/** The keys, or undefined when the reply says why there are none. */
export function findKeys(call: Call): KeyOfCommand[] | undefined {
  const { args } = call;
  const quoted: RequestArgs = {
    buf: args.buf,
    argc: args.argc - OWN_WORDS,
    argStart: args.argStart.subarray(OWN_WORDS),
    argLen: args.argLen.subarray(OWN_WORDS),
  };
  const keys = keysOf(call.server.table, quoted);
  if (typeof keys === 'string') {
    call.fail(ERRORS[keys]);
    return undefined;
  }
  return keys.map(({ at, flags }) => ({ text: call.text(at + OWN_WORDS), flags }));
}
