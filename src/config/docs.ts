/** Rows for the README's tables of settings, made of the table of settings. */

import type { SettingRow } from './setting-row.ts';
import { environmentName, settingRows } from './settings.ts';

/** Markdown would take a bar for a column. */
function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}

function shownDefault(row: SettingRow): string {
  if (row.name === 'threads') return 'cores, at most 8';
  const text = row.default === '' ? 'none' : `\`${row.default}\``;
  if (row.defaultWithoutFile === undefined) return text;
  return `\`${row.defaultWithoutFile}\`; with a config file ${text}`;
}

function shownNames(row: SettingRow): string {
  return `\`--${row.name}\``;
}

/** One row for each setting that does something: flag, environment variable, default, CONFIG SET, meaning. */
export function honouredRows(): string[] {
  return settingRows
    .filter((row) => row.effect === 'honoured')
    .map((row) => {
      const when = row.changeable === false ? 'start' : 'any time';
      const cells = [shownNames(row), `\`${environmentName(row.name)}\``, shownDefault(row), when, row.doc];
      return `| ${cells.map(cell).join(' | ')} |`;
    });
}

/** The table of honoured settings with its head. */
export function honouredTable(): string {
  return [
    '| flag | environment | default | changeable | meaning |',
    '| --- | --- | --- | --- | --- |',
    ...honouredRows(),
  ].join('\n');
}

/** The table of settings that stop the start, with the reason. */
export function refusedTable(): string {
  const rows = settingRows
    .filter((row) => row.effect === 'refused')
    .map((row) => {
      const allowed = row.kind.kind === 'words' ? 'nothing' : row.default === '' ? 'empty' : `\`${row.default}\``;
      return `| \`${row.name}\` | ${allowed} | ${cell(row.refusal ?? '')} |`;
    });
  return ['| setting | accepted value | reason |', '| --- | --- | --- |', ...rows].join('\n');
}

/** The settings that are stored and have no meaning here, as one paragraph. */
export function acceptedList(): string {
  return settingRows
    .filter((row) => row.effect === 'accepted')
    .map((row) => `\`${row.name}\``)
    .join(', ');
}
