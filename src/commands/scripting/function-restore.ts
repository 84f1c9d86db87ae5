import { bytes, oneof, optional, rest } from '../../../protocol/command/grammar.ts';
import { ERROR, unknownOrWrongArity } from '../../../protocol/resp/errors.ts';
import { command } from '../../dispatch/context.ts';
import { bytesOf } from './bytes-of.ts';
import { readLibraries } from './library-payload.ts';

export default command({
  name: 'function|restore',
  summary: 'Adds the libraries of a payload that FUNCTION DUMP gave.',
  since: '7.0.0',
  group: 'scripting',
  complexity: 'O(N) where N is the number of functions.',
  flags: ['write', 'denyoom', 'noscript'],
  tips: ['request_policy:all_shards', 'response_policy:all_succeeded'],
  args: { serializedValue: bytes(), words: rest() },
  documentedArgs: { serializedValue: bytes(), policy: optional(oneof(['FLUSH', 'APPEND', 'REPLACE'])) },
  examples: [['FUNCTION RESTORE garbage', '(error) ERR DUMP payload version or checksum are wrong']],
  allocates: () => 0,
  run(call, { serializedValue, words }) {
    if (words.count > 1) return call.reply.error(unknownOrWrongArity(call.text(1), 'function'));
    const policy = words.count === 0 ? 'APPEND' : call.text(words.at(0)).toUpperCase();
    if (!/^(FLUSH|APPEND|REPLACE)$/.test(policy)) return call.fail(ERROR.restorePolicy);
    const { scripts } = call.server;
    const libraries = readLibraries(Buffer.from(bytesOf(call, serializedValue)));
    if (libraries === undefined) return call.fail(ERROR.badDump);
    const before = scripts.libraries().map(({ code }) => code);
    if (policy === 'FLUSH') scripts.flushLibraries();
    for (const code of libraries) {
      const loaded = scripts.loadLibrary(code, policy === 'REPLACE');
      if (loaded.ok) continue;
      // All or nothing: what was there before comes back.
      scripts.flushLibraries();
      for (const old of before) scripts.loadLibrary(old, true);
      // A library's name stands in no quotes here.
      return call.reply.error(loaded.error.replace(/^ERR Library '(.*)' already/s, 'ERR Library $1 already'));
    }
    call.reply.ok();
  },
});
