import readonly from '../../../src/commands/cluster/readonly.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(readonly, {
  'takes nothing': [['READONLY x', "(error) ERR wrong number of arguments for 'readonly' command"]],
});
