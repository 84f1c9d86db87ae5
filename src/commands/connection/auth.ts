import { bytes, optional } from '../../../protocol/command/grammar.ts';
import { ERROR } from '../../../protocol/resp/errors.ts';
import { command } from '../../dispatch/context.ts';
import { authenticate, DEFAULT_USER } from './passwords.ts';

export default command({
  name: 'auth',
  summary: 'Authenticates the connection.',
  since: '1.0.0',
  group: 'connection',
  complexity: 'O(1)',
  flags: ['noscript', 'loading', 'stale', 'fast', 'no_auth', 'allow_busy'],
  history: [['6.0.0', 'A user name may stand before the password.']],
  args: { username: optional(bytes({ since: '6.0.0' })), password: bytes() },
  examples: [
    ['AUTH default secret', 'OK'],
    ['AUTH nobody secret', '(error) WRONGPASS invalid username-password pair or user is disabled.'],
  ],
  run(call, { username, password }) {
    if (username === undefined && call.settings.current.requirepass === '') return call.fail(ERROR.noPasswordSet);
    const user = username === undefined ? DEFAULT_USER : call.text(username);
    if (authenticate(call, user, call.text(password))) call.reply.ok();
    else call.fail(ERROR.wrongPass);
  },
});
