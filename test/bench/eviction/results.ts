/** The figures of the replays as a file, the README's table and the drawing made from them. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Curve, drawCurves } from '../../../src/simulator/plot.ts';
import { readmePath } from '../results.ts';
import type { Figure } from './contest.ts';
import { LIVE_TRACES } from './traces.ts';

export interface ReplayRow {
  readonly trace: string;
  /** MB beyond the empty server. */
  readonly roomMb: number;
  /** Points by which Larder has to be ahead; 0: it has to be ahead at all. */
  readonly ahead: number;
  /** Whether all of the trace's keys fit into Larder: nobody can hit more. */
  readonly fits: boolean;
  /** Bélády's hit percent with as many keys as Larder held; undefined for a trace with sizes. */
  readonly optimum?: number | undefined;
  readonly ours: Figure;
  readonly peers: readonly Figure[];
}

export interface Replays {
  readonly rows: readonly ReplayRow[];
  readonly versions: string;
  readonly machine: string;
  readonly commit: string;
  readonly date: string;
}

const resultsFile = join(import.meta.dirname, 'results.json');
const plotFile = join(import.meta.dirname, 'oltp.svg');
const startMark = '<!-- eviction:start -->';
const endMark = '<!-- eviction:end -->';

/** Points of percent that are no difference. */
const MARGIN = 0.05;

/** The strongest of the peers' figures. */
export function bestPeer({ peers }: ReplayRow): Figure {
  return peers.reduce((a, b) => (a.hitPercent >= b.hitPercent ? a : b));
}

export function verdictOf(row: ReplayRow): 'pass' | 'MISS' | 'most there is' {
  const lead = row.ours.hitPercent - bestPeer(row).hitPercent;
  if (lead > 0 && lead >= row.ahead) return 'pass';
  // Nobody hits more than all that was asked for before, or than Bélády's optimum.
  const isMost = row.fits || (row.optimum !== undefined && row.ours.hitPercent > row.optimum - MARGIN);
  return isMost && lead > -MARGIN ? 'most there is' : 'MISS';
}

/** Adds rows to those that are stored; the same trace and room replaces what was there. */
export function storeReplays(added: Replays): Replays {
  const old = existsSync(resultsFile) ? (JSON.parse(readFileSync(resultsFile, 'utf8')) as Replays).rows : [];
  const kept = old.filter((row) => !added.rows.some((one) => one.trace === row.trace && one.roomMb === row.roomMb));
  const order = LIVE_TRACES.map(({ name }) => name);
  const rows = [...kept, ...added.rows].sort(
    (a, b) => order.indexOf(a.trace) - order.indexOf(b.trace) || a.roomMb - b.roomMb,
  );
  const all = { ...added, rows };
  writeFileSync(resultsFile, `${JSON.stringify(all, undefined, 1)}\n`);
  return all;
}

function line(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

export function replayTable(rows: readonly ReplayRow[]): string {
  const lines = [
    line([
      'trace',
      'memory',
      'larder %',
      'best peer %',
      'which',
      'ahead',
      'optimum %',
      'keys: larder, peer',
      'RSS MB: larder, peers',
      'bar',
    ]),
    '| --- | ---: | ---: | ---: | --- | ---: | ---: | --- | --- | --- |',
  ];
  for (const row of rows) {
    const best = bestPeer(row);
    const live = row.peers.filter((peer) => peer.rssMb > 0);
    const rss = `${Math.round(row.ours.rssMb)}, ${Math.round(Math.max(...live.map((peer) => peer.rssMb)))}`;
    const keys = `${row.ours.keys}, ${Math.max(...live.map((peer) => peer.keys))}`;
    const lead = row.ours.hitPercent - best.hitPercent;
    const bar = `${row.ahead === 0 ? '> 0' : `≥ ${row.ahead}`}: ${verdictOf(row)}`;
    const shares = [row.ours.hitPercent.toFixed(2), best.hitPercent.toFixed(2), best.label];
    lines.push(
      line([row.trace, `${row.roomMb} MB`, ...shares, lead.toFixed(2), row.optimum?.toFixed(2) ?? '', keys, rss, bar]),
    );
  }
  return lines.join('\n');
}

/** Writes the table and the drawing into the README. */
export function writeReplays(all: Replays): void {
  const text = readFileSync(readmePath, 'utf8');
  const from = text.indexOf(startMark);
  const to = text.indexOf(endMark);
  if (from < 0 || to < from) throw new Error(`README.md has no ${startMark} … ${endMark}`);
  const about = `Measured by \`npm run bench:eviction\` on ${all.machine}: ${all.versions}; commit ${all.commit}, ${all.date}.`;
  const drawing = drawMissRatios(all.rows);
  if (drawing !== undefined) writeFileSync(plotFile, drawing);
  const picture = drawing === undefined ? '' : '\n\n![Miss ratios of OLTP by memory](test/bench/eviction/oltp.svg)';
  const body = `\n${about}\n\n${replayTable(all.rows)}${picture}\n`;
  writeFileSync(readmePath, `${text.slice(0, from + startMark.length)}${body}${text.slice(to)}`);
}

/** Miss ratios of OLTP by memory, a curve a server; undefined when it was measured with one memory only. */
function drawMissRatios(rows: readonly ReplayRow[]): string | undefined {
  const oltp = rows.filter((row) => row.trace === 'OLTP').sort((a, b) => a.roomMb - b.roomMb);
  if (oltp.length < 2) return undefined;
  const curves = new Map<string, Curve & { points: [number, number][] }>();
  for (const row of oltp) {
    for (const figure of [row.ours, ...row.peers.filter((peer) => peer.rssMb > 0)]) {
      const curve = curves.get(figure.label) ?? { name: figure.label, points: [] };
      curve.points.push([row.roomMb * 1024 * 1024, 1 - figure.hitPercent / 100]);
      curves.set(figure.label, curve);
    }
  }
  return drawCurves('OLTP over the socket: misses by memory', 'bytes', [...curves.values()]);
}
