import { block, bytes, flag, integer, option } from '../../../protocol/command/grammar.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';
import { command } from '../../dispatch/context.ts';

export default command({
  name: 'failover',
  summary: 'Hands over to a replica: there is none.',
  since: '6.2.0',
  group: 'server',
  complexity: 'O(1)',
  flags: ['admin', 'noscript', 'stale'],
  args: {
    target: option('TO', block({ host: bytes(), port: integer() })),
    abort: flag('ABORT'),
    milliseconds: option('TIMEOUT', integer()),
    force: flag('FORCE'),
  },
  documentedArgs: {
    target: option('TO', block({ host: bytes(), port: integer(), force: flag('FORCE') })),
    abort: flag('ABORT'),
    milliseconds: option('TIMEOUT', integer()),
  },
  examples: [['FAILOVER', '(error) ERR FAILOVER requires connected replicas.']],
  run(call, args) {
    // Each option stands once: the grammar alone would let a second one replace the first.
    const words =
      (args.target ? 3 : 0) + (args.milliseconds === undefined ? 0 : 2) + Number(args.abort) + Number(args.force);
    if (call.args.argc > 1 + words) return call.fail(ERROR.syntax);
    const isAlone = args.target === undefined && args.milliseconds === undefined && !args.force;
    if (args.abort && !isAlone) return call.fail(ERROR.syntax);
    if (args.milliseconds !== undefined && args.milliseconds <= 0) return call.fail(ERROR.failoverTimeout);
    call.fail(args.abort ? ERROR.noFailover : ERROR.failoverReplicas);
  },
});
