import bgrewriteaof from '../../../src/commands/server/bgrewriteaof.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(bgrewriteaof, {
  'takes nothing': [['BGREWRITEAOF x', "(error) ERR wrong number of arguments for 'bgrewriteaof' command"]],
});
