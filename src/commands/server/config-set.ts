import { bytes, repeat } from '../../../protocol/command/grammar.ts';
import { command } from '../../dispatch/context.ts';
import { isLocalClient } from './local-client.ts';

export default command({
  name: 'config|set',
  summary: 'Changes settings while the server runs: all that are given, or none.',
  since: '2.0.0',
  group: 'server',
  complexity: 'O(N) where N is the number of settings given.',
  flags: ['admin', 'noscript', 'loading', 'stale'],
  tips: ['request_policy:all_nodes', 'response_policy:all_succeeded'],
  history: [['7.0.0', 'Several settings may be given.']],
  args: { data: repeat({ parameter: bytes(), value: bytes() }) },
  examples: [
    ['CONFIG SET slowlog-max-len 64', 'OK'],
    ['CONFIG SET nosuch 1', "(error) ERR Unknown option or number of arguments for CONFIG SET - 'nosuch'"],
  ],
  run(call, { data }) {
    const pairs: [string, string][] = [];
    for (let i = 0; i < data.count; i++) pairs.push([call.text(data.at(i)), call.text(data.at(i) + 1)]);
    const outcome = call.settings.set(pairs, isLocalClient(call.client));
    if (outcome.ok) call.reply.ok();
    else call.reply.error(outcome.error);
  },
});
