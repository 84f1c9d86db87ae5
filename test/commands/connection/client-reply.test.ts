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

    it('holds back no messages, and so not what a subscription begins and ends with', () => {
      expect(conversation(['CLIENT REPLY OFF', 'SUBSCRIBE a b', 'UNSUBSCRIBE', 'PING', 'CLIENT REPLY ON'])).toEqual([
        '',
        '*3\r\n$9\r\nsubscribe\r\n$1\r\na\r\n:1\r\n*3\r\n$9\r\nsubscribe\r\n$1\r\nb\r\n:2\r\n',
        '*3\r\n$11\r\nunsubscribe\r\n$1\r\na\r\n:1\r\n*3\r\n$11\r\nunsubscribe\r\n$1\r\nb\r\n:0\r\n',
        '',
        '+OK\r\n',
      ]);
      conversation(['HELLO 3']);
      expect(conversation(['CLIENT REPLY SKIP', 'PUNSUBSCRIBE', 'PING', 'PSUBSCRIBE n*', 'CLIENT REPLY OFF'])).toEqual([
        '',
        '>3\r\n$12\r\npunsubscribe\r\n_\r\n:0\r\n',
        '+PONG\r\n',
        '>3\r\n$10\r\npsubscribe\r\n$2\r\nn*\r\n:1\r\n',
        '',
      ]);
      expect(conversation(['PUBLISH news x', 'CLIENT REPLY ON', 'PUNSUBSCRIBE'])).toEqual([
        '>4\r\n$8\r\npmessage\r\n$2\r\nn*\r\n$4\r\nnews\r\n$1\r\nx\r\n',
        '+OK\r\n',
        '>3\r\n$12\r\npunsubscribe\r\n$2\r\nn*\r\n:0\r\n',
      ]);
      conversation(['HELLO 2']);
    });
  },
);
