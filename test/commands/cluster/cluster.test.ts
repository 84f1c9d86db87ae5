import cluster from '../../../src/commands/cluster/cluster.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(cluster, {
  'knows its subcommands': [
    ['CLUSTER nodes', '(error) ERR This instance has cluster support disabled'],
    ['CLUSTER KEYSLOT a', '(error) ERR This instance has cluster support disabled'],
    ['CLUSTER foo', "(error) ERR unknown subcommand 'foo'. Try CLUSTER HELP."],
    ['CLUSTER', "(error) ERR wrong number of arguments for 'cluster' command"],
    ['CLUSTER MEET', "(error) ERR wrong number of arguments for 'cluster|meet' command"],
    ['CLUSTER GETKEYSINSLOT 1', "(error) ERR wrong number of arguments for 'cluster|getkeysinslot' command"],
  ],
});
