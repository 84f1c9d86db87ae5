import { expect, it } from 'vitest';
import clientSetname from '../../../src/commands/connection/client-setname.ts';
import { testConnectionCommand } from '../../helpers/client-threads.ts';

testConnectionCommand(
  clientSetname,
  {
    'takes visible characters': [
      ['CLIENT SETNAME a!~', 'OK'],
      ['CLIENT SETNAME "a\\nb"', '(error) ERR Client names cannot contain spaces, newlines or special characters.'],
      ['CLIENT SETNAME "\\x7f"', '(error) ERR Client names cannot contain spaces, newlines or special characters.'],
      [
        'CLIENT SETNAME "\\xc3\\xa9"',
        '(error) ERR Client names cannot contain spaces, newlines or special characters.',
      ],
      ['CLIENT GETNAME', '"a!~"'],
      ['CLIENT SETNAME ""', 'OK'],
      ['CLIENT GETNAME', '(nil)'],
    ],
  },
  (threads) => {
    it('shows long names whole to the client, and cut to others', () => {
      const [thread] = threads();
      const { client } = thread.server;
      const name = 'n'.repeat(5000);
      thread.ask(client, ['CLIENT', 'SETNAME', name]);
      expect(thread.ask(client, 'CLIENT GETNAME')).toBe(`"${name}"`);
      expect(thread.ask(client, 'CLIENT INFO')).toMatch(/ name=n{400,500} age=0 /);
    });
  },
);
