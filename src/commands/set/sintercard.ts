import { counted, integer, key, option } from '../../../protocol/command/grammar.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';
import { command } from '../../dispatch/context.ts';
import { countIntersection } from './intersection.ts';
import { inputs } from './set-inputs.ts';

export default command({
  name: 'sintercard',
  summary: 'Counts the members that several sets have in common.',
  since: '7.0.0',
  group: 'set',
  complexity: 'O(N*M) where N is the size of the smallest set and M the number of sets.',
  flags: ['readonly'],
  args: {
    keys: counted(key('RO access'), {
      invalid: ERROR.numkeysPositive,
      range: ERROR.numkeysPositive,
      tooMany: ERROR.keysTooMany,
    }),
    limit: option('LIMIT', integer({ eager: true, min: 0, invalid: ERROR.limitNegative, range: ERROR.limitNegative })),
  },
  examples: [
    ['SADD a 1 2 3', '(integer) 3'],
    ['SADD b 2 3 4', '(integer) 3'],
    ['SINTERCARD 2 a b', '(integer) 2'],
    ['SINTERCARD 2 a b LIMIT 1', '(integer) 1'],
  ],
  run(call, { keys, limit }) {
    if (!inputs.find(call, keys)) return;
    call.reply.integer(countIntersection(call, limit ?? 0));
  },
});
