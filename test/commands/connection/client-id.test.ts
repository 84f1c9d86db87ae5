import clientId from '../../../src/commands/connection/client-id.ts';
import { testConnectionCommand } from '../../helpers/client-threads.ts';

testConnectionCommand(clientId, {
  'takes no argument': [['CLIENT ID x', "(error) ERR wrong number of arguments for 'client|id' command"]],
});
