import asking from '../../../src/commands/cluster/asking.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(asking, {
  'takes nothing': [['ASKING x', "(error) ERR wrong number of arguments for 'asking' command"]],
});
