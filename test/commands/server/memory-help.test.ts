import { expect, it } from 'vitest';
import memoryHelp from '../../../src/commands/server/memory-help.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(memoryHelp, {}, (server) => {
  it('names the subcommands', () => {
    const text = server().ask('MEMORY HELP');
    expect(text).toContain('MEMORY <subcommand>');
    expect(text).toContain('MALLOC-STATS');
  });
});
