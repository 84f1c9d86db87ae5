import { bytes } from '../../../protocol/command/grammar.ts';
import { command } from '../../dispatch/context.ts';
import { DEFAULT_USER } from '../connection/passwords.ts';
import { flagsOfDefault, passwordsOfDefault } from './default-user.ts';

export default command({
  name: 'acl|getuser',
  summary: 'Tells the rules of a user.',
  since: '6.0.0',
  group: 'server',
  complexity: 'O(N) where N is the number of rules of the user.',
  flags: ['admin', 'noscript', 'loading', 'stale'],
  history: [
    ['6.2.0', 'Patterns of channels.'],
    ['7.0.0', 'Selectors; patterns of keys and channels as rules instead of lists.'],
  ],
  args: { username: bytes() },
  examples: [['ACL GETUSER nobody', '(nil)']],
  run(call, args) {
    const { reply, settings } = call;
    if (call.text(args.username) !== DEFAULT_USER) return reply.null();
    const { requirepass } = settings.current;
    reply.map(6);
    reply.bulkLatin1('flags');
    const flags = flagsOfDefault(requirepass);
    reply.set(flags.length);
    for (const flag of flags) reply.bulkLatin1(flag);
    reply.bulkLatin1('passwords');
    const passwords = passwordsOfDefault(requirepass);
    reply.array(passwords.length);
    for (const password of passwords) reply.bulkLatin1(password);
    for (const word of ['commands', '+@all', 'keys', '~*', 'channels', '&*', 'selectors']) reply.bulkLatin1(word);
    reply.array(0);
  },
});
