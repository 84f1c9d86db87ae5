import { integer, key, optional } from '../../../protocol/command/grammar.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';
import { command } from '../../dispatch/context.ts';
import { popCommand } from './pop-items.ts';

export default command({
  name: 'lpop',
  summary: 'Takes the item at the front of a list, or several of them.',
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
    ['LPOP letters', '"a"'],
    ['LPOP letters 2', '1) "b"\n2) "c"'],
  ],
  run(call, args) {
    popCommand(call, args.key, args.count, true);
  },
});
