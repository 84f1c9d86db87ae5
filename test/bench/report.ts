/** Figures as people read them: one table layout for the terminal and for Markdown. */
import type { Row } from './verdict.ts';

const nothing = '–';

/** Three significant digits, thousands with commas. */
export function formatNumber(value: number | null | undefined): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return nothing;
  const size = Math.abs(value);
  if (size >= 1000) return Math.round(value).toLocaleString('en-US');
  const digits = size >= 100 ? 0 : size >= 10 ? 1 : 2;
  return value.toFixed(digits);
}

function ratioCell(row: Row): string {
  if (row.ratio === undefined) return nothing;
  const { median, low, high, against } = row.ratio;
  const spread = low === high ? '' : ` (${low.toFixed(2)}–${high.toFixed(2)})`;
  return `${median.toFixed(2)}${spread} ${against}`;
}

/** Header and body cells of a case's rows. A failure stands where the figures would. */
export function tableOf(rows: readonly Row[], labels: readonly string[]): string[][] {
  const head = ['', ...labels, 'ratio, median (spread)', 'bar', ''];
  const body = rows.map((row) => [
    `${row.measure}, ${row.unit}`,
    ...labels.map((label) => formatNumber(row.values.find((value) => value.label === label)?.median)),
    ratioCell(row),
    row.bar ?? nothing,
    row.verdict ?? '',
  ]);
  return [head, ...body];
}

/** The table with columns padded to one width, for a terminal. */
export function terminalTable(table: readonly (readonly string[])[]): string {
  const widths = (table[0] ?? []).map((_, column) => Math.max(...table.map((cells) => (cells[column] ?? '').length)));
  return table
    .map((cells) =>
      cells
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** The table in Markdown: names and the last `texts` columns to the left, figures to the right. */
export function markdownTable(table: readonly (readonly string[])[], texts = 3): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const [head = [], ...body] = table;
  const rule = head.map((_, column) => (column === 0 || column >= head.length - texts ? '---' : '---:'));
  return [line(head), line(rule), ...body.map(line)].join('\n');
}
