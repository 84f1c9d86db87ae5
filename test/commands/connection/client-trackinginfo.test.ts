import { expect, it } from 'vitest';
import clientTrackinginfo from '../../../src/commands/connection/client-trackinginfo.ts';
import { testConnectionCommand } from '../../helpers/client-threads.ts';

testConnectionCommand(clientTrackinginfo, {}, (threads) => {
  it('says that nothing is tracked', () => {
    const [{ server }] = threads();
    server.client.resp = 3;
    expect(server.sendForBytes('CLIENT TRACKINGINFO').toString()).toBe(
      '%3\r\n$5\r\nflags\r\n~1\r\n$3\r\noff\r\n$8\r\nredirect\r\n:-1\r\n$8\r\nprefixes\r\n*0\r\n',
    );
  });
});
