import { expect, it, vi } from 'vitest';
import shutdown from '../../../src/commands/server/shutdown.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(
  shutdown,
  {
    'refuses what makes no sense': [
      ['SHUTDOWN foo', '(error) ERR syntax error'],
      ['SHUTDOWN SAVE NOSAVE', '(error) ERR syntax error'],
      ['SHUTDOWN NOSAVE ABORT', '(error) ERR syntax error'],
      ['SHUTDOWN ABORT NOW', '(error) ERR syntax error'],
      ['SHUTDOWN ABORT', '(error) ERR No shutdown in progress.'],
    ],
    'cannot save': [['SHUTDOWN SAVE', '(error) ERR Errors trying to SHUTDOWN. Check logs.']],
  },
  (server) => {
    it.each(['SHUTDOWN', 'SHUTDOWN NOSAVE NOW', 'SHUTDOWN SAVE FORCE'])(
      '%s ends the server without a reply',
      (request) => {
        const asked = vi.spyOn(server().call.server.info, 'shutdown');
        expect(server().sendForBytes(request).length).toBe(0);
        expect(asked).toHaveBeenCalledOnce();
        expect(server().client.closeAfterReply).toBe(true);
        server().client.closeAfterReply = false;
        asked.mockRestore();
      },
    );
  },
);
