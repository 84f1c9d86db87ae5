import type { ClientTracking } from '../../dispatch/client-tracking.ts';
import { command } from '../../dispatch/context.ts';

export default command({
  name: 'client|trackinginfo',
  summary: 'Tells how the keys of this connection are tracked.',
  since: '6.2.0',
  group: 'connection',
  complexity: 'O(1)',
  flags: ['noscript', 'loading', 'stale'],
  args: {},
  examples: [['CLIENT TRACKINGINFO x', "(error) ERR wrong number of arguments for 'client|trackinginfo' command"]],
  run({ reply, client: { tracking } }) {
    const flags = tracking === undefined ? ['off'] : flagsOf(tracking);
    reply.map(3);
    reply.bulkLatin1('flags');
    reply.set(flags.length);
    for (const flag of flags) reply.bulkLatin1(flag);
    reply.bulkLatin1('redirect');
    reply.integer(tracking?.redirect ?? -1);
    reply.bulkLatin1('prefixes');
    const prefixes = [...(tracking?.prefixes ?? [])].sort();
    reply.array(prefixes.length);
    for (const prefix of prefixes) reply.bulkLatin1(prefix);
  },
});

function flagsOf({ bcast, optin, optout, caching, noloop, broken }: ClientTracking): string[] {
  const flags = ['on'];
  if (bcast) flags.push('bcast');
  if (optin) flags.push('optin');
  if (optin && caching) flags.push('caching-yes');
  if (optout) flags.push('optout');
  if (optout && caching) flags.push('caching-no');
  if (noloop) flags.push('noloop');
  if (broken) flags.push('broken_redirect');
  return flags;
}
