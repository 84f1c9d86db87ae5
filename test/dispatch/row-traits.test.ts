import { expect, it } from 'vitest';
import { CommandTable } from '../../protocol/command/table.ts';
import { loadCommands } from '../../src/dispatch/load-commands.ts';
import { BORROWS_LOCKS, traitsOf } from '../../src/dispatch/row-traits.ts';

it('borrows the locks of a script for WATCH alone: it changes nothing that the script can see', async () => {
  const { rows } = new CommandTable(await loadCommands());
  const borrowing = rows.filter((row) => (traitsOf(row) & BORROWS_LOCKS) !== 0);
  expect(borrowing.map(({ name }) => name)).toEqual(['watch']);
});
