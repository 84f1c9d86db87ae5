import clientTracking from '../../../src/commands/connection/client-tracking.ts';
import { testConnectionCommand } from '../../helpers/client-threads.ts';

const SWITCH = (what: string): string =>
  `You can't switch ${what} before disabling tracking for this client, and then re-enabling it with a different mode.`;
const OVERLAP = 'Prefixes for a single client must not overlap.';

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
  ],
  'keeps the way in which it tracks until it is turned off': [
    ['CLIENT TRACKING ON BCAST PREFIX b PREFIX c NOLOOP', 'OK'],
    ['CLIENT TRACKING ON', `(error) ERR ${SWITCH('BCAST mode on/off')}`],
    ['CLIENT TRACKING ON BCAST PREFIX cx', `(error) ERR Prefix 'cx' overlaps with an existing prefix 'c'. ${OVERLAP}`],
    [
      'CLIENT TRACKING ON BCAST PREFIX d PREFIX db',
      `(error) ERR Prefix 'd' overlaps with another provided prefix 'db'. ${OVERLAP}`,
    ],
    ['CLIENT TRACKING OFF', 'OK'],
    ['CLIENT TRACKING ON OPTIN', 'OK'],
    ['CLIENT TRACKING ON OPTOUT', `(error) ERR ${SWITCH('OPTIN/OPTOUT mode')}`],
    ['CLIENT TRACKING ON', 'OK'],
    ['CLIENT TRACKING ON OPTOUT', 'OK'],
  ],
});
