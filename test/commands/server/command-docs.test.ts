import { expect, it } from 'vitest';
import commandDocs from '../../../src/commands/server/command-docs.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(
  commandDocs,
  {
    'leaves out what is no command': [['COMMAND DOCS nosuch', '(empty array)']],
    'knows subcommands': [
      [
        'COMMAND DOCS config|rewrite',
        [
          '1) "config|rewrite"',
          '2) 1) "summary"',
          '   2) "Writes the settings as they are now into the config file."',
          '   3) "since"',
          '   4) "2.8.0"',
          '   5) "group"',
          '   6) "server"',
          '   7) "complexity"',
          '   8) "O(1)"',
        ],
      ],
    ],
  },
  (server) => {
    it('documents all commands', () => {
      server().client.resp = 3;
      const { value } = server().send('COMMAND DOCS');
      expect(value).toHaveLength(server().call.server.table.commands.length);
    });
  },
);
