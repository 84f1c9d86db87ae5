/**
 * The command files are the list of commands: every module under `commands/` that exports a row by default is one. A
 * module without a default export is a helper of those beside it.
 */
import { readdir } from 'node:fs/promises';
import type { AnyRow } from '../../protocol/command/define.ts';
import type { RowSource } from '../../protocol/command/table.ts';
import type { Call, Outcome } from './context.ts';

const folder = new URL('../commands/', import.meta.url);

/** Imports all command files, of the sources or of the build, in the order of their paths. */
export async function loadCommands(): Promise<RowSource<Call, Outcome>[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const groups = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  const sources = await Promise.all(groups.sort().map(loadGroup));
  return sources.flat();
}

async function loadGroup(group: string): Promise<RowSource<Call, Outcome>[]> {
  const names = (await readdir(new URL(`${group}/`, folder))).filter(isModule).sort();
  const loaded = await Promise.all(names.map((name) => loadFile(group, name)));
  return loaded.filter((source) => source !== undefined);
}

function isModule(name: string): boolean {
  return (name.endsWith('.ts') && !name.endsWith('.d.ts')) || name.endsWith('.js');
}

async function loadFile(group: string, name: string): Promise<RowSource<Call, Outcome> | undefined> {
  const { href } = new URL(`${group}/${name}`, folder);
  const module = (await import(href)) as { readonly default?: AnyRow<Call, Outcome> };
  return module.default === undefined ? undefined : { file: `commands/${group}/${name}`, row: module.default };
}
