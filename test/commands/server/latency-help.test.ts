import { expect, it } from 'vitest';
import latencyHelp from '../../../src/commands/server/latency-help.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(latencyHelp, {}, (server) => {
  it('names the subcommands', () => {
    const text = server().ask('LATENCY HELP');
    expect(text).toContain('LATENCY <subcommand>');
    expect(text).toContain('HISTOGRAM');
  });
});
