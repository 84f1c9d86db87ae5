import clientSetinfo from '../../../src/commands/connection/client-setinfo.ts';
import { testConnectionCommand } from '../../helpers/client-threads.ts';

testConnectionCommand(clientSetinfo, {
  'takes name and version of a library': [
    ['CLIENT SETINFO LIB-NAME redis-py(custom_v1.0)', 'OK'],
    ['CLIENT SETINFO lib-ver 1.2.3', 'OK'],
    ['CLIENT SETINFO LIB-NAME "my lib"', '(error) ERR LIB-NAME cannot contain spaces, newlines or special characters.'],
    ['CLIENT SETINFO lib-ver "1 2"', '(error) ERR lib-ver cannot contain spaces, newlines or special characters.'],
    ['CLIENT SETINFO LIB-NAME ""', 'OK'],
  ],
  'takes two arguments': [
    ['CLIENT SETINFO LIB-NAME', "(error) ERR wrong number of arguments for 'client|setinfo' command"],
  ],
});
