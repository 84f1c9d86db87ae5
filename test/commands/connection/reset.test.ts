import { expect, it } from 'vitest';
import reset from '../../../src/commands/connection/reset.ts';
import { startThreads, testConnectionCommand } from '../../helpers/client-threads.ts';

testConnectionCommand(
  reset,
  { 'takes no argument': [['RESET x', "(error) ERR wrong number of arguments for 'reset' command"]] },
  (threads) => {
    it('forgets what the connection was told, but not its library', () => {
      const [thread] = threads();
      const { client } = thread.server;
      for (const request of [
        'HELLO 3 SETNAME joe',
        'SELECT 3',
        'CLIENT NO-TOUCH ON',
        'CLIENT NO-EVICT ON',
        'CLIENT SETINFO LIB-NAME lib',
        'MONITOR',
      ]) {
        thread.ask(client, request);
      }
      expect(thread.ask(client, 'RESET')).toBe('RESET');
      expect(client).toMatchObject({ db: 0, resp: 2, name: '', noTouch: false, noEvict: false, monitoring: false });
      expect(client.libName).toBe('lib');
      expect(thread.gates.bits()).toBe(0);
    });

    it('turns replies on again', () => {
      const [thread] = threads();
      const { server } = thread;
      expect(server.sendForBytes('CLIENT REPLY OFF').toString()).toBe('');
      expect(server.ask('RESET')).toBe('RESET');
      expect(server.ask('PING')).toBe('PONG');
    });

    it('signs the client out where there is a password', async () => {
      const [thread] = await startThreads(1, ['--requirepass', 'secret']);
      const client = thread!.connect(2);
      expect(thread!.ask(client, 'RESET')).toBe('RESET');
      expect(thread!.ask(client, 'PING')).toBe('(error) NOAUTH Authentication required.');
    });
  },
);
