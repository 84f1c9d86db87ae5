import { expect, it } from 'vitest';
import clientHelp from '../../../src/commands/connection/client-help.ts';
import { testConnectionCommand } from '../../helpers/client-threads.ts';

testConnectionCommand(clientHelp, {}, (threads) => {
  it('describes every subcommand', () => {
    const lines = threads()[0].server.ask('CLIENT HELP').split('\n');
    expect(lines[0]).toContain('CLIENT <subcommand> [<arg> [value] [opt] ...]. Subcommands are:');
    for (const word of ['LIST', 'KILL', 'TRACKINGINFO', 'HELP']) {
      expect(lines.some((line) => line.includes(` ${word}`))).toBe(true);
    }
  });
});
