import { integer, key, optional } from '../../../protocol/command/grammar.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';
import { command } from '../../dispatch/context.ts';
import { popCommand } from './pop-items.ts';

export default command({
  name: 'rpop',
  summary: 'Takes the item at the back of a list, or several of them.',
  since: '1.0.0',
  group: 'list',
  complexity: 'O(N) where N is the number of items taken.',
  flags: ['write', 'fast'],
  history: [['6.2.0', 'The argument `count`.']],
  syntaxError: ERROR.wrongArity,
  args: {
    key: key('RW access delete'),
    count: optional(integer({ min: 0, since: '6.2.0', invalid: ERROR.notPositive, range: ERROR.notPositive })),
  },
  examples: [
    ['RPUSH letters a b c d', '(integer) 4'],
    ['RPOP letters', '"d"'],
    ['RPOP letters 2', '1) "c"\n2) "b"'],
  ],
  run(call, args) {
    popCommand(call, args.key, args.count, false);
  },
});
