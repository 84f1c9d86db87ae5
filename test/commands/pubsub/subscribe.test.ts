import { expect, it } from 'vitest';
import subscribe from '../../../src/commands/pubsub/subscribe.ts';
import { Client } from '../../../src/dispatch/client.ts';
import { testCommand } from '../../helpers/command-cases.ts';
import { replyText } from '../../helpers/reply-text.ts';

testCommand(
  subscribe,
  {
    'asks for a name': [['SUBSCRIBE', "(error) ERR wrong number of arguments for 'subscribe' command"]],
    'is ended by RESET': [
      ['SUBSCRIBE news', ['1) "subscribe"', '2) "news"', '3) (integer) 1']],
      ['RESET', 'RESET'],
      ['GET k', '(nil)'],
    ],
  },
  (server) => {
    it.each([2, 3] as const)('brings every message, in order, in RESP%i', (resp) => {
      const caller = server().client;
      const subscriber = new Client(2, '', '', 0, true);
      subscriber.resp = resp;
      server().client = subscriber;
      server().sendForBytes('SUBSCRIBE news');
      server().sendForBytes('SUBSCRIBE news');
      server().client = caller;
      expect(server().ask('PUBLISH news hello')).toBe('(integer) 1');
      expect(server().ask('PUBLISH other hello')).toBe('(integer) 0');
      for (let i = 0; i < 3; i++) server().ask(['PUBLISH', 'news', String(i)]);
      const messages = server()
        .messagesFor(subscriber)
        .map((message) => replyText(message).split('\n'));
      expect(messages).toHaveLength(4);
      expect(messages[0]!.map((line) => line.slice(3))).toEqual(['"message"', '"news"', '"hello"']);
      expect(messages.slice(1).map((lines) => lines.at(-1)!.slice(3))).toEqual(['"0"', '"1"', '"2"']);
      server().call.server.pubsub.forget(subscriber);
      expect(server().ask('PUBLISH news gone')).toBe('(integer) 0');
      expect(server().messagesFor(subscriber)).toEqual([]);
    });
  },
);
