import clientUnpause from '../../../src/commands/connection/client-unpause.ts';
import { testConnectionCommand } from '../../helpers/client-threads.ts';

testConnectionCommand(clientUnpause, {
  'takes no argument': [['CLIENT UNPAUSE x', "(error) ERR wrong number of arguments for 'client|unpause' command"]],
  'may come without a pause': [['CLIENT UNPAUSE', 'OK']],
});
