import clientTracking from '../../../src/commands/connection/client-tracking.ts';
import { testConnectionCommand } from '../../helpers/client-threads.ts';

testConnectionCommand(clientTracking, {
  'reads its options before it refuses': [
    ['CLIENT TRACKING maybe', '(error) ERR syntax error'],
    ['CLIENT TRACKING ON FOO', '(error) ERR syntax error'],
    ['CLIENT TRACKING ON REDIRECT', '(error) ERR syntax error'],
    ['CLIENT TRACKING ON REDIRECT abc', '(error) ERR value is not an integer or out of range'],
    ['CLIENT TRACKING ON REDIRECT 0', '(error) ERR The client ID you want redirect to does not exist'],
    ['CLIENT TRACKING maybe REDIRECT 9 FOO', '(error) ERR The client ID you want redirect to does not exist'],
    ['CLIENT TRACKING ON REDIRECT 1 REDIRECT 1', '(error) ERR A client can only redirect to a single other client'],
    ['CLIENT TRACKING ON BCAST OPTIN OPTOUT', '(error) ERR OPTIN and OPTOUT are not compatible with BCAST'],
    ['CLIENT TRACKING ON REDIRECT 999', '(error) ERR The client ID you want redirect to does not exist'],
    [
      'CLIENT TRACKING ON BCAST PREFIX a PREFIX b NOLOOP',
      '(error) ERR CLIENT TRACKING is not supported by this server',
    ],
  ],
});
