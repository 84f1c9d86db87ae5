import clientCaching from '../../../src/commands/connection/client-caching.ts';
import { testConnectionCommand } from '../../helpers/client-threads.ts';

testConnectionCommand(clientCaching, {
  'takes one argument': [['CLIENT CACHING', "(error) ERR wrong number of arguments for 'client|caching' command"]],
});
