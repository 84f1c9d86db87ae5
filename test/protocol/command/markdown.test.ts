import { describe, expect, it } from 'vitest';
import { renderCommands } from '../../../protocol/command/markdown.ts';
import { CommandTable } from '../../../protocol/command/table.ts';
import { samples } from './sample-rows.ts';

describe('COMMANDS.md', () => {
  const page = renderCommands(new CommandTable(samples));
  it('shows every command that can be called, with its syntax, facts and examples', () => {
    for (const { row } of samples) {
      const heading = `### ${row.name.toUpperCase().replace('|', ' ')}\n`;
      if ('container' in row) expect(page).not.toContain(heading);
      else expect(page).toContain(heading);
    }
    expect(page).toContain(
      '### RENAME\n\n```\nRENAME key newkey\n```\n\nA sample.\n\nO(1) · since 1.0.0 · @keyspace @write @slow\n\n```\n> RENAME\nOK\n```',
    );
    expect(page).toContain('[Sorted sets](#sorted-sets)');
    expect(page).toContain('## Sorted sets\n');
  });
});
