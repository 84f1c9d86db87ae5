import { expect, it } from 'vitest';
import commandHelp from '../../../src/commands/server/command-help.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(commandHelp, {}, (server) => {
  it('names the subcommands', () => {
    const text = server().ask('COMMAND HELP');
    expect(text).toContain('COMMAND <subcommand>');
    expect(text).toContain('GETKEYSANDFLAGS');
  });
});
