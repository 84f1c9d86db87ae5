import clientGetname from '../../../src/commands/connection/client-getname.ts';
import { testConnectionCommand } from '../../helpers/client-threads.ts';

testConnectionCommand(clientGetname, {
  'takes no argument': [['CLIENT GETNAME x', "(error) ERR wrong number of arguments for 'client|getname' command"]],
});
