/**
 * Writes protocol/COMMANDS.md from the command files. With `--check` it writes nothing and exits with 1 if the page is
 * not what it would write.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { renderCommands } from '../protocol/command/markdown.ts';
import { CommandTable } from '../protocol/command/table.ts';
import { loadCommands } from '../src/dispatch/load-commands.ts';

const page = new URL('../protocol/COMMANDS.md', import.meta.url);
const wanted = renderCommands(new CommandTable(await loadCommands()));

if (!process.argv.includes('--check')) await writeFile(page, wanted);
else if ((await readFile(page, 'utf8').catch(() => '')) !== wanted) {
  process.stderr.write('protocol/COMMANDS.md is not current: run node scripts/commands-md.ts\n');
  process.exitCode = 1;
}
