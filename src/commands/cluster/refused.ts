/** The subcommands of CLUSTER: they are known, with their arguments, and refused, as Redis does without cluster support. */
import { rest } from '../../../protocol/command/grammar.ts';
import type { Grammar } from '../../../protocol/command/node.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';
import { command } from '../../dispatch/context.ts';

type Facts = Pick<
  Parameters<typeof command>[0],
  'name' | 'summary' | 'since' | 'complexity' | 'flags' | 'tips' | 'history' | 'deprecated'
>;

/** @param arity as Redis counts, both names included @param example a request that is refused @param args as documented */
export function refused(facts: Facts, arity: number, example: string, args: Grammar = {}) {
  return command({
    ...facts,
    group: 'cluster',
    arity,
    args: { words: rest() },
    documentedArgs: args,
    examples: [[example, '(error) ERR This instance has cluster support disabled']],
    run(call) {
      call.fail(ERROR.clusterDisabled);
    },
  });
}
