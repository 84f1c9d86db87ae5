/** COMMANDS.md: every command of a table, as a page for people. */
import type { Example } from './define.ts';
import type { CommandTable, TableRow } from './table.ts';
import { COMMAND_GROUPS, type CommandGroup } from './vocabulary.ts';

const TITLES: Partial<Record<CommandGroup, string>> = {
  generic: 'Keys',
  string: 'Strings',
  list: 'Lists',
  set: 'Sets',
  'sorted-set': 'Sorted sets',
  hash: 'Hashes',
  pubsub: 'Publish and subscribe',
  hyperloglog: 'HyperLogLog',
  stream: 'Streams',
  bitmap: 'Bitmaps',
};

// biome-ignore lint/suspicious/noExplicitAny: a page never runs a command, so any context will do
type Row = TableRow<any, any>;

/** The whole page. */
// biome-ignore lint/suspicious/noExplicitAny: as above
export function renderCommands(table: CommandTable<any, any>): string {
  const callable = table.rows.filter((row) => row.command !== null);
  const groups = COMMAND_GROUPS.map((group) => ({
    group,
    rows: callable.filter((row) => row.definition.group === group),
  }));
  const used = groups.filter(({ rows }) => rows.length > 0);
  return [
    '<!-- Written by scripts/commands-md.ts from the command files. Edit those. -->',
    '# Commands',
    `${callable.length} commands. ${used.map(({ group }) => `[${title(group)}](#${anchor(title(group))})`).join(' · ')}`,
    ...used.flatMap(({ group, rows }) => [`## ${title(group)}`, ...rows.map(renderRow)]),
    '',
  ].join('\n\n');
}

function renderRow(row: Row): string {
  const { summary, since, complexity, deprecated } = row.definition;
  const facts = [complexity, `since ${since}`, row.categories.map((category) => `@${category}`).join(' ')].filter(
    Boolean,
  );
  return [
    `### ${row.name.toUpperCase().replace('|', ' ')}`,
    `\`\`\`\n${row.syntax}\n\`\`\``,
    summary,
    facts.join(' · '),
    ...(deprecated === undefined ? [] : [`Deprecated since ${deprecated.since}: use ${deprecated.replacedBy}.`]),
    `\`\`\`\n${(row.command?.examples ?? []).map(renderExample).join('\n')}\n\`\`\``,
  ].join('\n\n');
}

function renderExample([request, reply]: Example): string {
  return `> ${request}\n${reply}`;
}

function title(group: CommandGroup): string {
  return TITLES[group] ?? `${group[0]!.toUpperCase()}${group.slice(1)}`;
}

function anchor(heading: string): string {
  return heading.toLowerCase().replaceAll(' ', '-');
}
