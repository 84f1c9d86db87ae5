import psync from '../../../src/commands/server/psync.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(psync, {
  'takes a replication id and an offset': [['PSYNC ?', "(error) ERR wrong number of arguments for 'psync' command"]],
});
