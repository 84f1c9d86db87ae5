import { bytes, rest } from '../../../protocol/command/grammar.ts';
import { ERROR, unknownSubcommand } from '../../../protocol/resp/errors.ts';
import { command } from '../../dispatch/context.ts';

/** The subcommands of Redis with the number of their arguments, the names counted; negative: at least. */
const LENGTHS: ReadonlyMap<string, number> = new Map([
  ['addslots', -3],
  ['addslotsrange', -4],
  ['bumpepoch', 2],
  ['count-failure-reports', 3],
  ['countkeysinslot', 3],
  ['delslots', -3],
  ['delslotsrange', -4],
  ['failover', -2],
  ['flushslots', 2],
  ['forget', 3],
  ['getkeysinslot', 4],
  ['help', 2],
  ['info', 2],
  ['keyslot', 3],
  ['links', 2],
  ['meet', -4],
  ['myid', 2],
  ['myshardid', 2],
  ['nodes', 2],
  ['replicas', 3],
  ['replicate', 3],
  ['reset', -2],
  ['saveconfig', 2],
  ['set-config-epoch', 3],
  ['setslot', -4],
  ['shards', 2],
  ['slaves', 3],
  ['slots', 2],
]);

export default command({
  name: 'cluster',
  summary: 'Refused: the server is no part of a cluster.',
  since: '3.0.0',
  group: 'cluster',
  complexity: 'Depends on the subcommand.',
  flags: [],
  args: { subcommand: bytes(), argument: rest() },
  examples: [['CLUSTER INFO', '(error) ERR This instance has cluster support disabled']],
  run(call, args) {
    const name = call.text(args.subcommand).toLowerCase();
    const length = LENGTHS.get(name);
    if (length === undefined) return call.reply.error(unknownSubcommand(call.text(args.subcommand), 'cluster'));
    const { argc } = call.args;
    if (length < 0 ? argc < -length : argc !== length) return call.fail(ERROR.wrongArity, `cluster|${name}`);
    call.fail(ERROR.clusterDisabled);
  },
});
