import { integer, key } from '../../../protocol/command/grammar.ts';
import { command } from '../../dispatch/context.ts';
import { replySubstring } from './substring.ts';

export default command({
  name: 'substr',
  summary: 'Gives a part of a string, from one position to another.',
  since: '1.0.0',
  group: 'string',
  complexity: 'O(N) where N is the length of the part.',
  flags: ['readonly'],
  deprecated: { since: '2.0.0', replacedBy: '`GETRANGE`' },
  args: { key: key('RO access'), start: integer(), end: integer() },
  examples: [
    ['SET text "a longer text"', 'OK'],
    ['SUBSTR text 2 7', '"longer"'],
    ['SUBSTR text -4 -1', '"text"'],
  ],
  run(call, args) {
    replySubstring(call, args.key, args.start, args.end);
  },
});
