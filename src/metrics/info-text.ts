/** The text of INFO. */
import type { CommandReport } from './command-report.ts';
import type { MetricRow } from './metric-row.ts';
import type { Readings } from './readings.ts';
import { SECTIONS } from './table.ts';

const EVERYTHING: ReadonlySet<string> = new Set(['all', 'everything']);

/** @param wanted names of sections in any case, `default`, `all` or `everything`; none for the default ones */
export function infoText(wanted: readonly string[], now: Readings, commands: CommandReport): string {
  const names = new Set(wanted.map((name) => name.toLowerCase()));
  const all = [...names].some((name) => EVERYTHING.has(name));
  const defaults = names.size === 0 || names.has('default');
  const parts: string[] = [];
  for (const section of SECTIONS) {
    if (!all && !(defaults && section.byDefault) && !names.has(section.name)) continue;
    const lines = 'rows' in section ? section.rows.map((row) => printRow(row, now)) : section.lines(now, commands);
    parts.push([`# ${section.title}`, ...lines, ''].join('\r\n'));
  }
  return parts.join('\r\n');
}

/** Every section of INFO as fields and their texts. */
export function infoSections(now: Readings, commands: CommandReport): Record<string, Record<string, string>> {
  return Object.fromEntries(
    SECTIONS.map((section) => {
      const lines = 'rows' in section ? section.rows.map((row) => printRow(row, now)) : section.lines(now, commands);
      return [section.name, Object.fromEntries(lines.map(splitField))];
    }),
  );
}

function splitField(line: string): [field: string, text: string] {
  const colon = line.indexOf(':');
  return [line.slice(0, colon), line.slice(colon + 1)];
}

function printRow(row: MetricRow, now: Readings): string {
  const value = row.read(now);
  return `${row.field}:${typeof value === 'number' && row.print !== undefined ? row.print(value) : value}`;
}
