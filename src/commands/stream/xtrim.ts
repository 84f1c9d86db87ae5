import { bytes, key, repeat } from '../../../protocol/command/grammar.ts';
import { command } from '../../dispatch/context.ts';
import { NO_REF } from '../../memory/types.ts';
import { OTHER_TYPE, writeStream } from './stream-lookup.ts';
import { readTrimming, trim, WRONG_ARGUMENTS } from './trim-arguments.ts';
import { trimGrammar } from './trim-grammar.ts';

export default command({
  name: 'xtrim',
  summary: 'Deletes the first entries of a stream, down to a number of them or up to an ID.',
  since: '5.0.0',
  group: 'stream',
  complexity: 'O(N) for the N entries that are deleted; whole leaves of them go at once.',
  flags: ['write'],
  tips: ['nondeterministic_output'],
  history: [['6.2.0', 'The options `MINID` and `LIMIT`.']],
  arity: -4,
  args: { key: key('RW delete'), words: repeat(bytes()) },
  documentedArgs: { key: key('RW delete'), trim: trimGrammar() },
  examples: [
    ['XADD temperatures 1-1 room 20.5', '"1-1"'],
    ['XADD temperatures 2-1 room 20.7', '"2-1"'],
    ['XTRIM temperatures MAXLEN 1', '(integer) 1'],
    ['XTRIM temperatures MINID ~ 2', '(integer) 0'],
  ],
  run(call, args) {
    if (readTrimming(call, args.words.first, false) === WRONG_ARGUMENTS) return;
    const root = writeStream(call, args.key);
    if (root === OTHER_TYPE) return;
    call.reply.integer(root === NO_REF ? 0 : trim(call, args.key, root));
  },
});
