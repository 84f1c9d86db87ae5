import { bytes, repeat } from '../../../protocol/command/grammar.ts';
import { command } from '../../dispatch/context.ts';
import { textsOf } from './argument-texts.ts';

export default command({
  name: 'config|get',
  summary: 'Gives the values of the settings that are named or that match a pattern.',
  since: '2.0.0',
  group: 'server',
  complexity: 'O(N) where N is the number of settings asked for.',
  flags: ['admin', 'noscript', 'loading', 'stale'],
  history: [['7.0.0', 'Several names or patterns may be given.']],
  args: { parameter: repeat(bytes()) },
  examples: [['CONFIG GET appendonly databases', '1) "appendonly"\n2) "no"\n3) "databases"\n4) "16"']],
  run(call, { parameter }) {
    const found = call.settings.get(textsOf(call, parameter));
    call.reply.map(found.length);
    for (const [name, value] of found) {
      call.reply.bulkLatin1(name);
      call.reply.bulkLatin1(value);
    }
  },
});
