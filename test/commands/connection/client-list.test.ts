import { expect, it } from 'vitest';
import clientList from '../../../src/commands/connection/client-list.ts';
import { testConnectionCommand } from '../../helpers/client-threads.ts';

testConnectionCommand(
  clientList,
  {
    'takes a type or ids': [
      ['CLIENT LIST TYPE foo', "(error) ERR Unknown client type 'foo'"],
      ['CLIENT LIST TYPE', '(error) ERR syntax error'],
      ['CLIENT LIST FOO', '(error) ERR syntax error'],
      ['CLIENT LIST ID', '(error) ERR syntax error'],
      ['CLIENT LIST ID 0 abc', '(error) ERR Invalid client ID'],
      ['CLIENT LIST TYPE normal TYPE pubsub', '(error) ERR syntax error'],
      ['CLIENT LIST ID 999 -1', '""'],
      ['CLIENT LIST TYPE master', '""'],
      ['CLIENT LIST TYPE slave', '""'],
    ],
  },
  (threads) => {
    it('shows the clients of all threads, in the order of their ids', () => {
      const [one, two] = threads();
      const other = two.connect(2);
      one.connect(3);
      two.ask(other, 'SELECT 7');
      two.ask(other, 'CLIENT SETNAME bob');
      const lines = one.ask(one.server.client, 'CLIENT LIST').replace(/^"|"$/g, '').split('\\n');
      expect(lines.map((line) => /^id=\d+|$/.exec(line)![0])).toEqual(['id=1', 'id=2', 'id=3', '']);
      expect(lines[1]).toMatch(/ name=bob .* db=7 .* io-thread=1$/);
      expect(lines[0]).toMatch(/ io-thread=0$/);
    });

    it('shows the ids that are asked for, again and again', () => {
      const [one] = threads();
      one.connect(2);
      expect(one.ask(one.server.client, 'CLIENT LIST ID 2 1 9 2').match(/id=\d+ /g)).toEqual([
        'id=2 ',
        'id=1 ',
        'id=2 ',
      ]);
      expect(one.ask(one.server.client, 'CLIENT LIST TYPE NORMAL').match(/id=\d+ /g)).toEqual(['id=1 ', 'id=2 ']);
    });
  },
);
