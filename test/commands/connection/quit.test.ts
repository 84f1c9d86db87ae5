import { expect, it } from 'vitest';
import quit from '../../../src/commands/connection/quit.ts';
import { testConnectionCommand } from '../../helpers/client-threads.ts';

testConnectionCommand(quit, { 'takes arguments and ignores them': [['QUIT now', 'OK']] }, (threads) => {
  it('closes the connection when its reply is sent', () => {
    const [thread] = threads();
    const { client } = thread.server;
    thread.ask(client, 'QUIT');
    expect(client.closeAfterReply).toBe(true);
  });
});
