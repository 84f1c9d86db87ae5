import { rest } from '../../../protocol/command/grammar.ts';
import { command } from '../../dispatch/context.ts';

export default command({
  name: 'info',
  summary: 'Tells about the server: versions, clients, memory, counters, databases.',
  since: '1.0.0',
  group: 'server',
  complexity: 'O(1)',
  flags: ['loading', 'stale'],
  acl: ['dangerous'],
  tips: ['nondeterministic_output', 'request_policy:all_shards', 'response_policy:special'],
  history: [['7.0.0', 'Several sections may be asked for.']],
  args: { section: rest() },
  locks: 'each',
  examples: [['INFO nothing-of-this-name', '""']],
  run(call, { section }) {
    const sections: string[] = [];
    for (let i = section.first; i < section.end; i++) sections.push(call.text(i));
    const walk = call.inTransaction && !call.walk.allHeld ? undefined : call.walk;
    call.reply.verbatim('txt', call.server.info.info(sections, walk));
  },
});
