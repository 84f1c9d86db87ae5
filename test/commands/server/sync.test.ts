import sync from '../../../src/commands/server/sync.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(sync, {
  'takes nothing': [['SYNC x', "(error) ERR wrong number of arguments for 'sync' command"]],
});
