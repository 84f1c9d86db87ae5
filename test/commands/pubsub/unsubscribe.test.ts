import unsubscribe from '../../../src/commands/pubsub/unsubscribe.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(unsubscribe, {
  'ends one subscription, or all': [
    ['UNSUBSCRIBE', ['1) "unsubscribe"', '2) (nil)', '3) (integer) 0']],
    ['SUBSCRIBE news', ['1) "subscribe"', '2) "news"', '3) (integer) 1']],
    ['UNSUBSCRIBE other', ['1) "unsubscribe"', '2) "other"', '3) (integer) 1']],
    [
      'GET k',
      "(error) ERR Can't execute 'get': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / RESET are allowed in this context",
    ],
    ['PING', ['1) "pong"', '2) ""']],
    ['UNSUBSCRIBE', ['1) "unsubscribe"', '2) "news"', '3) (integer) 0']],
    ['GET k', '(nil)'],
  ],
});
