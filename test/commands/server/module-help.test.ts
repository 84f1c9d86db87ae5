import { expect, it } from 'vitest';
import moduleHelp from '../../../src/commands/server/module-help.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(moduleHelp, {}, (server) => {
  it('names the subcommands', () => {
    const text = server().ask('MODULE HELP');
    expect(text).toContain('MODULE <subcommand>');
    expect(text).toContain('LOADEX');
  });
});
