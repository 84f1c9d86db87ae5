import role from '../../../src/commands/server/role.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(role, {
  'is a master': [['ROLE', ['1) "master"', '2) (integer) 0', '3) (empty array)']]],
  'takes nothing': [['ROLE x', "(error) ERR wrong number of arguments for 'role' command"]],
});
