import punsubscribe from '../../../src/commands/pubsub/punsubscribe.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(punsubscribe, {
  'ends one subscription, or all': [
    ['PUNSUBSCRIBE', ['1) "punsubscribe"', '2) (nil)', '3) (integer) 0']],
    ['PSUBSCRIBE new*', ['1) "psubscribe"', '2) "new*"', '3) (integer) 1']],
    ['PUNSUBSCRIBE other', ['1) "punsubscribe"', '2) "other"', '3) (integer) 1']],
    [
      'GET k',
      "(error) ERR Can't execute 'get': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / RESET are allowed in this context",
    ],
    ['PING', ['1) "pong"', '2) ""']],
    ['PUNSUBSCRIBE', ['1) "punsubscribe"', '2) "new*"', '3) (integer) 0']],
    ['GET k', '(nil)'],
  ],
});
