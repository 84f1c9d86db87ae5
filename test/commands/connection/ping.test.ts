import ping from '../../../src/commands/connection/ping.ts';
import { testConnectionCommand } from '../../helpers/client-threads.ts';

testConnectionCommand(ping, {
  'answers PONG or the message': [
    ['ping', 'PONG'],
    ['PING ""', '""'],
  ],
  'takes at most one argument': [['PING a b', "(error) ERR wrong number of arguments for 'ping' command"]],
});
