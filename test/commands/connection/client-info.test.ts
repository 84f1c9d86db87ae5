import { expect, it } from 'vitest';
import clientInfo from '../../../src/commands/connection/client-info.ts';
import { testConnectionCommand } from '../../helpers/client-threads.ts';

testConnectionCommand(clientInfo, {}, (threads) => {
  it('shows the fields of Redis 8, in its order', () => {
    const [thread] = threads();
    const { client } = thread.server;
    thread.ask(client, 'CLIENT SETNAME joe');
    thread.ask(client, 'CLIENT NO-TOUCH ON');
    thread.ask(client, 'CLIENT NO-EVICT ON');
    thread.ask(client, 'SELECT 4');
    const fields = new Map(
      thread
        .ask(client, 'CLIENT INFO')
        .replace(/^"|\\n"$/g, '')
        .split(' ')
        .map((field) => field.split('=') as [string, string]),
    );
    expect([...fields.keys()].join(' ')).toBe(
      'id addr laddr fd name age idle flags db sub psub ssub multi watch qbuf qbuf-free argv-mem multi-mem rbs rbp obl oll omem tot-mem events cmd user redir resp lib-name lib-ver io-thread',
    );
    // Seconds: the machine may have stood still for one.
    expect(Number(fields.get('age'))).toBeLessThan(30);
    const told = 'id addr laddr fd name flags db multi events user redir resp io-thread'
      .split(' ')
      .map((name) => fields.get(name));
    expect(told).toEqual([
      '1',
      '127.0.0.1:1',
      '127.0.0.1:6379',
      '101',
      'joe',
      'eT',
      '4',
      '-1',
      'r',
      'default',
      '-1',
      '2',
      '0',
    ]);
  });

  it('counts the command itself as what is in the buffer, as it was sent', () => {
    const [{ server }] = threads();
    const line = server.sendForBytes(['client', 'info']).toString();
    // *2 $6 client $4 info, each with its line end.
    expect(line).toContain(' qbuf=26 ');
    expect(line).toContain(' argv-mem=10 ');
    expect(Number(/ tot-mem=(\d+)/.exec(line)?.[1])).toBe(4096 + 26 + 10);
  });

  it('is text in RESP3', () => {
    const [{ server }] = threads();
    server.client.resp = 3;
    expect(server.sendForBytes('CLIENT INFO').toString()).toMatch(/^=\d+\r\ntxt:id=1 .*\n\r\n$/);
  });
});
