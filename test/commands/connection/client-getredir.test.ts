import clientGetredir from '../../../src/commands/connection/client-getredir.ts';
import { testConnectionCommand } from '../../helpers/client-threads.ts';

testConnectionCommand(clientGetredir, {
  'takes no argument': [['CLIENT GETREDIR x', "(error) ERR wrong number of arguments for 'client|getredir' command"]],
});
