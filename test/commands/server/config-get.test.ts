import configGet from '../../../src/commands/server/config-get.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(configGet, {
  'gives names as they were asked for': [
    ['CONFIG GET DATABASES', ['1) "DATABASES"', '2) "16"']],
    ['CONFIG GET nosuch', '(empty array)'],
  ],
  'matches patterns, each setting once': [
    ['CONFIG GET databas* databases', ['1) "databases"', '2) "16"']],
    ['CONFIG GET slave-read-only', ['1) "slave-read-only"', '2) "yes"']],
  ],
  'wants a name': [['CONFIG GET', "(error) ERR wrong number of arguments for 'config|get' command"]],
});
