import { bytes, flag, rest } from '../../../protocol/command/grammar.ts';
import { command } from '../../dispatch/context.ts';
import { bytesOf } from './bytes-of.ts';

export default command({
  name: 'function|load',
  summary: 'Adds a library of functions.',
  since: '7.0.0',
  group: 'scripting',
  complexity: 'O(1) for an empty library; depends on its code.',
  flags: ['write', 'denyoom', 'noscript'],
  tips: ['request_policy:all_shards', 'response_policy:all_succeeded'],
  // Whatever stands before the code is an option, known or not.
  args: { first: bytes(), words: rest() },
  documentedArgs: { replace: flag('REPLACE'), functionCode: bytes() },
  examples: [['FUNCTION LOAD "no metadata"', '(error) ERR Missing library metadata']],
  allocates: () => 0,
  run(call, { first, words }) {
    for (let option = first as number; option < first + words.count; option++) {
      const word = call.text(option);
      if (!/^replace$/i.test(word)) return call.reply.error(`ERR Unknown option given: ${word}`);
    }
    const code = words.count === 0 ? first : words.at(words.count - 1);
    const loaded = call.server.scripts.loadLibrary(bytesOf(call, code), words.count > 0);
    if (loaded.ok) call.reply.bulkLatin1(loaded.value);
    else call.reply.error(loaded.error);
  },
});
