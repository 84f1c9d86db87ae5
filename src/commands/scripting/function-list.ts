import { bytes, flag, option, rest } from '../../../protocol/command/grammar.ts';
import { globMatch } from '../../../protocol/glob.ts';
import type { ReplyWriter } from '../../../protocol/resp/reply-writer.ts';
import { command } from '../../dispatch/context.ts';
import type { FunctionFacts } from '../../dispatch/ports/scripts.ts';

export default command({
  name: 'function|list',
  summary: 'Lists the libraries and their functions.',
  since: '7.0.0',
  group: 'scripting',
  complexity: 'O(N) where N is the number of functions.',
  flags: ['noscript'],
  tips: ['nondeterministic_output_order'],
  // Each word is looked at in its turn: one that comes twice is as unknown as any other.
  args: { words: rest() },
  documentedArgs: { libraryNamePattern: option('LIBRARYNAME', bytes()), withcode: flag('WITHCODE') },
  examples: [['FUNCTION LIST LIBRARYNAME nosuch', '(empty array)']],
  run(call, { words }) {
    const { reply } = call;
    let withcode = false;
    let pattern: Buffer | undefined;
    for (let i = 0; i < words.count; i++) {
      const word = call.text(words.at(i));
      if (/^withcode$/i.test(word) && !withcode) withcode = true;
      else if (!/^libraryname$/i.test(word) || pattern !== undefined)
        return reply.error(`ERR Unknown argument ${word}`);
      else if (++i === words.count) return reply.error('ERR library name argument was not given');
      else pattern = Buffer.from(call.text(words.at(i)), 'latin1');
    }
    const libraries = call.server.scripts
      .libraries()
      .filter(
        ({ name }) =>
          pattern === undefined || globMatch(pattern, 0, pattern.length, Buffer.from(name), 0, name.length, true),
      );
    reply.array(libraries.length);
    for (const { name, functions, code } of libraries) {
      reply.map(withcode ? 4 : 3);
      reply.bulkLatin1('library_name');
      reply.bulkLatin1(name);
      reply.bulkLatin1('engine');
      reply.bulkLatin1('LUA');
      reply.bulkLatin1('functions');
      reply.array(functions.length);
      for (const function_ of functions) replyFunction(reply, function_);
      if (!withcode) continue;
      reply.bulkLatin1('library_code');
      reply.bulk(code, 0, code.length);
    }
  },
});

function replyFunction(reply: ReplyWriter, facts: FunctionFacts): void {
  reply.map(3);
  reply.bulkLatin1('name');
  reply.bulkLatin1(facts.name);
  reply.bulkLatin1('description');
  if (facts.description === undefined) reply.null();
  else reply.bulkLatin1(facts.description);
  reply.bulkLatin1('flags');
  reply.set(facts.flags.length);
  for (const flag_ of facts.flags) reply.simple(flag_);
}
