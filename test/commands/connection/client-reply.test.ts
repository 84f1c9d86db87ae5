import { expect, it } from 'vitest';
import clientReply from '../../../src/commands/connection/client-reply.ts';
import { testConnectionCommand } from '../../helpers/client-threads.ts';

testConnectionCommand(
  clientReply,
  {
    'takes ON, OFF or SKIP': [
      ['CLIENT REPLY maybe', '(error) ERR syntax error'],
      ['CLIENT REPLY', "(error) ERR wrong number of arguments for 'client|reply' command"],
      ['CLIENT REPLY ON x', "(error) ERR wrong number of arguments for 'client|reply' command"],
    ],
  },
  (threads) => {
    const conversation = (requests: readonly string[]): string[] =>
      requests.map((request) => threads()[0].server.sendForBytes(request).toString());

    it('turns replies off, errors too, and on again', () => {
      expect(
        conversation(['CLIENT REPLY OFF', 'PING', 'NOSUCH', 'CLIENT REPLY SKIP', 'PING', 'CLIENT REPLY ON', 'PING']),
      ).toEqual(['', '', '', '', '', '+OK\r\n', '+PONG\r\n']);
    });

    it('skips one', () => {
      expect(
        conversation(['CLIENT REPLY SKIP', 'PING', 'PING', 'CLIENT REPLY SKIP', 'CLIENT REPLY SKIP', 'PING', 'PING']),
      ).toEqual(['', '', '+PONG\r\n', '', '', '', '+PONG\r\n']);
    });
  },
);
