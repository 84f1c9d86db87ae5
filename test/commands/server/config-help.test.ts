import { expect, it } from 'vitest';
import configHelp from '../../../src/commands/server/config-help.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(configHelp, {}, (server) => {
  it('names the subcommands', () => {
    const text = server().ask('CONFIG HELP');
    expect(text).toContain('CONFIG <subcommand>');
    expect(text).toContain('RESETSTAT');
  });
});
