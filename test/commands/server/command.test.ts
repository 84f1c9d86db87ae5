import { expect, it } from 'vitest';
import commandRow from '../../../src/commands/server/command.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(
  commandRow,
  {
    'knows its subcommands': [['COMMAND NOSUCH x', "(error) ERR unknown subcommand 'NOSUCH'. Try COMMAND HELP."]],
  },
  (server) => {
    it('describes every command', () => {
      const { value } = server().send('COMMAND');
      const names = (value as { value: { value: Buffer }[] }[]).map((row) => row.value[0]!.value.toString());
      expect(names).toEqual(server().call.server.table.commands.map((row) => row.name));
    });
  },
);
