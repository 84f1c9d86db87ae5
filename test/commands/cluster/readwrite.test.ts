import readwrite from '../../../src/commands/cluster/readwrite.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(readwrite, {
  'takes nothing': [['READWRITE x', "(error) ERR wrong number of arguments for 'readwrite' command"]],
});
