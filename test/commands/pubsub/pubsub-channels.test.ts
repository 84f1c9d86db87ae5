import { expect, it } from 'vitest';
import pubsubChannels from '../../../src/commands/pubsub/pubsub-channels.ts';
import { Client } from '../../../src/dispatch/client.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(
  pubsubChannels,
  {
    'takes one pattern': [
      [
        'PUBSUB CHANNELS a b',
        "(error) ERR unknown subcommand or wrong number of arguments for 'CHANNELS'. Try PUBSUB HELP.",
      ],
    ],
  },
  (server) => {
    it('lists what has subscribers, of its own kind only', () => {
      const caller = server().client;
      const other = new Client(2, '', '', 0, true);
      server().client = other;
      server().sendForBytes('SUBSCRIBE news');
      server().sendForBytes('SSUBSCRIBE orders');
      server().client = caller;
      expect(server().ask('PUBSUB CHANNELS')).toBe('1) "news"');
      expect(server().ask('PUBSUB CHANNELS n*')).toBe('1) "news"');
      expect(server().ask('PUBSUB CHANNELS x*')).toBe('(empty array)');
      server().call.server.pubsub.forget(other);
      expect(server().ask('PUBSUB CHANNELS')).toBe('(empty array)');
    });
  },
);
