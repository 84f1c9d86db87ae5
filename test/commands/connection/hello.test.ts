import { expect, it } from 'vitest';
import hello from '../../../src/commands/connection/hello.ts';
import { startThreads, testConnectionCommand } from '../../helpers/client-threads.ts';

testConnectionCommand(
  hello,
  {
    'refuses versions that do not exist': [
      ['HELLO 1', '(error) NOPROTO unsupported protocol version'],
      ['HELLO abc', '(error) ERR Protocol version is not an integer or out of range'],
      ['HELLO 3.0', '(error) ERR Protocol version is not an integer or out of range'],
      ['HELLO AUTH default x', '(error) ERR Protocol version is not an integer or out of range'],
      ['HELLO 4 SETNAME z', '(error) NOPROTO unsupported protocol version'],
      ['CLIENT GETNAME', '(nil)'],
    ],
    'refuses options that are incomplete or unknown': [
      ['HELLO 3 AUTH', "(error) ERR Syntax error in HELLO option 'AUTH'"],
      ['HELLO 3 AUTH default', "(error) ERR Syntax error in HELLO option 'AUTH'"],
      ['HELLO 3 setname', "(error) ERR Syntax error in HELLO option 'setname'"],
      ['HELLO 3 AUTH default pass FOO', "(error) ERR Syntax error in HELLO option 'FOO'"],
      ['HELLO 3 AUTH nobody pass', '(error) WRONGPASS invalid username-password pair or user is disabled.'],
      ['HELLO 3 SETNAME "a b"', '(error) ERR Client names cannot contain spaces, newlines or special characters.'],
      ['GET missing', '(nil)'],
    ],
  },
  (threads) => {
    it('introduces the server, in the protocol that it chooses', () => {
      const [thread] = threads();
      const { server } = thread;
      const words = 'server redis version 8.0.2 proto % id 1 mode standalone role master modules';
      expect(server.sendForBytes('HELLO').toString()).toBe(inRespTwo(words));
      expect(server.sendForBytes('HELLO 3 SETNAME joe').toString()).toBe(
        inRespTwo(words).replace('*14', '%7').replace(':2', ':3'),
      );
      expect(server.client.resp).toBe(3);
      expect(server.ask('CLIENT GETNAME')).toBe('"joe"');
      expect(server.sendForBytes('HELLO 2 AUTH default x SETNAME ""').toString()).toBe(inRespTwo(words));
      expect(server.ask('CLIENT GETNAME')).toBe('(nil)');
    });

    it('wants a client to have authenticated', async () => {
      const [thread] = await startThreads(1, ['--requirepass', 'secret']);
      const client = thread!.connect(2, '10.0.0.2:5000', false);
      for (const request of ['HELLO', 'HELLO 3', 'HELLO 3 SETNAME x']) {
        expect(thread!.ask(client, request)).toMatch(/^\(error\) NOAUTH HELLO must be called with the client already/);
      }
      expect(thread!.ask(client, 'HELLO 3 AUTH default wrong')).toMatch(/WRONGPASS/);
      expect(client.resp).toBe(2);
      thread!.ask(client, 'HELLO 3 AUTH default secret');
      expect([client.authenticated, client.resp, client.gateBits]).toEqual([true, 3, 0]);
    });
  },
);

/** The map of HELLO as an array: words are bulks, `proto` and `id` numbers, `modules` an empty list. */
function inRespTwo(words: string): string {
  const parts = words
    .split(' ')
    .map((word) => (/^[%1]$/.test(word) ? `:${word === '%' ? 2 : 1}\r\n` : `$${word.length}\r\n${word}\r\n`));
  return `*14\r\n${parts.join('')}*0\r\n`;
}
