import { expect, it } from 'vitest';
import commandCount from '../../../src/commands/server/command-count.ts';
import { testCommand } from '../../helpers/command-cases.ts';

testCommand(commandCount, {}, (server) => {
  it('counts what COMMAND lists', () => {
    const { commands } = server().call.server.table;
    expect(server().send('COMMAND COUNT').value).toBe(commands.length);
  });
});
