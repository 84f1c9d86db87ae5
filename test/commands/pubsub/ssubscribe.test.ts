import { expect, it } from 'vitest';
import ssubscribe from '../../../src/commands/pubsub/ssubscribe.ts';
import { Client } from '../../../src/dispatch/client.ts';
import { testCommand } from '../../helpers/command-cases.ts';
import { replyText } from '../../helpers/reply-text.ts';

testCommand(
  ssubscribe,
  {
    'asks for a name': [['SSUBSCRIBE', "(error) ERR wrong number of arguments for 'ssubscribe' command"]],
    'is no part of a transaction': [
      ['MULTI', 'OK'],
      ['SSUBSCRIBE news', 'QUEUED'],
      ['EXEC', "1) (error) ERR SSUBSCRIBE isn't allowed for a DENY BLOCKING client"],
    ],
    'is ended by RESET': [
      ['SSUBSCRIBE news', ['1) "ssubscribe"', '2) "news"', '3) (integer) 1']],
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
      server().sendForBytes('SSUBSCRIBE news');
      server().sendForBytes('SSUBSCRIBE news');
      server().client = caller;
      expect(server().ask('SPUBLISH news hello')).toBe('(integer) 1');
      expect(server().ask('SPUBLISH other hello')).toBe('(integer) 0');
      for (let i = 0; i < 3; i++) server().ask(['SPUBLISH', 'news', String(i)]);
      const messages = server()
        .messagesFor(subscriber)
        .map((message) => replyText(message).split('\n'));
      expect(messages).toHaveLength(4);
      expect(messages[0]!.map((line) => line.slice(3))).toEqual(['"smessage"', '"news"', '"hello"']);
      expect(messages.slice(1).map((lines) => lines.at(-1)!.slice(3))).toEqual(['"0"', '"1"', '"2"']);
      server().call.server.pubsub.forget(subscriber);
      expect(server().ask('SPUBLISH news gone')).toBe('(integer) 0');
      expect(server().messagesFor(subscriber)).toEqual([]);
    });
  },
);
