/** What a simulation prints. */
import type { Outcome } from './simulation.ts';

export interface Result {
  readonly trace: string;
  readonly policy: string;
  /** Objects, or bytes. */
  readonly capacity: number;
  readonly outcome: Outcome;
}

const percent = (part: number, whole: number): string => (whole === 0 ? '-' : ((part / whole) * 100).toFixed(2));

/** A table for people: a block a trace and capacity, a line a policy. */
export function table(results: readonly Result[], unit: string): string {
  const lines: string[] = [];
  let before = '';
  for (const { trace, policy, capacity, outcome } of results) {
    const heading = `${trace}, ${outcome.requests} requests, capacity ${capacity} ${unit}`;
    if (heading !== before) {
      lines.push('', heading, row(['policy', 'objects %', 'bytes %', 'cost %', 'evictions', 'µs/request']));
      before = heading;
    }
    const { hits, requests, hitBytes, bytes, savedCost, cost, evictions, cpuUs } = outcome;
    const share = [percent(hits, requests), percent(hitBytes, bytes), percent(savedCost, cost)];
    lines.push(row([policy, ...share, String(evictions), (cpuUs / Math.max(1, requests)).toFixed(2)]));
  }
  return `${lines.slice(1).join('\n')}\n`;
}

function row(cells: readonly string[]): string {
  return cells.map((cell, i) => (i === 0 ? `  ${cell.padEnd(20)}` : cell.padStart(11))).join('');
}

/** The same for programs. */
export function json(results: readonly Result[], unit: string): string {
  const rows = results.map(({ trace, policy, capacity, outcome }) => ({
    trace,
    policy,
    capacity,
    unit,
    ...outcome,
    hitRatio: outcome.hits / outcome.requests,
    byteHitRatio: outcome.hitBytes / outcome.bytes,
    costHitRatio: outcome.savedCost / outcome.cost,
    cpuUsPerRequest: outcome.cpuUs / outcome.requests,
  }));
  return `${JSON.stringify(rows, null, 2)}\n`;
}

/** A line that is written over and over on a terminal. */
export class ProgressBar {
  readonly #out: NodeJS.WriteStream;
  readonly #total: number;
  #done = 0;
  #shown = -1;

  /** @param total requests of all runs together */
  constructor(out: NodeJS.WriteStream, total: number) {
    this.#out = out;
    this.#total = total;
  }

  /** @param requests done in the run that is under way */
  show(label: string, requests: number): void {
    if (!this.#out.isTTY) return;
    const share = Math.floor(((this.#done + requests) / Math.max(1, this.#total)) * 100);
    if (share === this.#shown) return;
    this.#shown = share;
    const bar = '█'.repeat(share / 4).padEnd(25, '░');
    this.#out.write(`\r${bar} ${String(share).padStart(3)} %  ${label.padEnd(40).slice(0, 40)}`);
  }

  /** A run of so many requests is over. */
  finished(requests: number): void {
    this.#done += requests;
  }

  clear(): void {
    if (this.#out.isTTY) this.#out.write(`\r${' '.repeat(76)}\r`);
  }
}
