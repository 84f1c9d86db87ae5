import { expect, it } from 'vitest';
import pubsubShardChannels from '../../../src/commands/pubsub/pubsub-shardchannels.ts';
import { Client } from '../../../src/dispatch/client.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(
  pubsubShardChannels,
  {
    'takes one pattern': [
      [
        'PUBSUB SHARDCHANNELS a b',
        "(error) ERR unknown subcommand or wrong number of arguments for 'SHARDCHANNELS'. Try PUBSUB HELP.",
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
      expect(server().ask('PUBSUB SHARDCHANNELS')).toBe('1) "orders"');
      expect(server().ask('PUBSUB SHARDCHANNELS o*')).toBe('1) "orders"');
      expect(server().ask('PUBSUB SHARDCHANNELS x*')).toBe('(empty array)');
      server().call.server.pubsub.forget(other);
      expect(server().ask('PUBSUB SHARDCHANNELS')).toBe('(empty array)');
    });
  },
);
