import sunsubscribe from '../../../src/commands/pubsub/sunsubscribe.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(sunsubscribe, {
  'ends one subscription, or all': [
    ['SUNSUBSCRIBE', ['1) "sunsubscribe"', '2) (nil)', '3) (integer) 0']],
    ['SSUBSCRIBE news', ['1) "ssubscribe"', '2) "news"', '3) (integer) 1']],
    ['SUNSUBSCRIBE other', ['1) "sunsubscribe"', '2) "other"', '3) (integer) 1']],
    [
      'GET k',
      "(error) ERR Can't execute 'get': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / RESET are allowed in this context",
    ],
    ['PING', ['1) "pong"', '2) ""']],
    ['SUNSUBSCRIBE', ['1) "sunsubscribe"', '2) "news"', '3) (integer) 0']],
    ['GET k', '(nil)'],
  ],
});
