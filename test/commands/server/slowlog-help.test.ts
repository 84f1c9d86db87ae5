import { expect, it } from 'vitest';
import slowlogHelp from '../../../src/commands/server/slowlog-help.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(slowlogHelp, {}, (server) => {
  it('names the subcommands', () => {
    const text = server().ask('SLOWLOG HELP');
    expect(text).toContain('SLOWLOG <subcommand>');
    expect(text).toContain('RESET');
  });
});
