import { integer, key } from '../../../protocol/command/grammar.ts';
import { command } from '../../dispatch/context.ts';
import { replySubstring } from './substring.ts';

export default command({
  name: 'getrange',
  summary: 'Gives a part of a string, from one position to another.',
  since: '2.4.0',
  group: 'string',
  complexity: 'O(N) where N is the length of the part.',
  flags: ['readonly'],
  args: { key: key('RO access'), start: integer(), end: integer() },
  examples: [
    ['SET text "a longer text"', 'OK'],
    ['GETRANGE text 2 7', '"longer"'],
    ['GETRANGE text -4 -1', '"text"'],
  ],
  run(call, args) {
    replySubstring(call, args.key, args.start, args.end);
  },
});
