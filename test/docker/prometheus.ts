/** A real Prometheus for a test: it scrapes one server every second, and answers queries. */
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../helpers/peers.ts';

/** Debian's package `prometheus` brings both programs. */
export const hasPrometheus: boolean = spawnSync('prometheus', ['--version']).status === 0;
/** Only a machine that must have it fails without. */
export const canSkip: boolean = process.env['CI'] === undefined;

/** Longest that it may take to start. */
const START_MS = 20_000;

export interface Series {
  readonly metric: Readonly<Record<string, string>>;
  /** The latest value; `NaN` and infinities as they are. */
  readonly value: number;
}

export interface Prometheus {
  query(expr: string): Promise<Series[]>;
  /** Values of a label among the series that a selector matches, as Grafana asks for `label_values`. */
  labelValues(selector: string, label: string): Promise<string[]>;
  /** Names and states of the alerts that its rules have raised. */
  alerts(): Promise<{ name: string; state: string }[]>;
  stop(): Promise<void>;
}

/** @throws with what promtool printed when it finds something wrong */
export function promtool(...args: string[]): string {
  return execFileSync('promtool', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

/** Starts it with `job="larder"` scraping `target`, and the rules given. */
export async function startPrometheus(target: string, rules: string): Promise<Prometheus> {
  const folder = mkdtempSync(join(tmpdir(), 'larder-prometheus-'));
  mkdirSync(join(folder, 'data'));
  writeFileSync(join(folder, 'prometheus.yml'), configuration(target, rules));
  const port = await freePort();
  const child = spawn(
    'prometheus',
    [
      `--config.file=${join(folder, 'prometheus.yml')}`,
      `--storage.tsdb.path=${join(folder, 'data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  let output = '';
  child.stderr.on('data', (chunk: Buffer) => (output += chunk));
  const ask = async (path: string): Promise<unknown> => {
    const response = await fetch(`http://127.0.0.1:${port}/api/v1/${path}`);
    const body = (await response.json()) as { status: string; error?: string; data: unknown };
    if (body.status !== 'success') throw new Error(body.error);
    return body.data;
  };
  const isReady = () =>
    fetch(`http://127.0.0.1:${port}/-/ready`).then(
      ({ ok }) => ok,
      () => false,
    );
  for (const begin = performance.now(); !(await isReady()); await sleep(50)) {
    if (performance.now() - begin > START_MS) throw new Error(`Prometheus does not start. It printed:\n${output}`);
  }
  return {
    query: async (expr) => seriesOf(await ask(`query?query=${encodeURIComponent(expr)}`)),
    labelValues: async (selector, label) =>
      (await ask(`label/${label}/values?match[]=${encodeURIComponent(selector)}`)) as string[],
    alerts: async () => {
      const { alerts } = (await ask('alerts')) as { alerts: { labels: Record<string, string>; state: string }[] };
      return alerts.map(({ labels, state }) => ({ name: labels['alertname'] ?? '', state }));
    },
    stop: () => stop(child, folder),
  };
}

function configuration(target: string, rules: string): string {
  return `global: { scrape_interval: 1s, evaluation_interval: 1s }
rule_files: ['${rules}']
scrape_configs: [{ job_name: larder, static_configs: [{ targets: ['${target}'] }] }]
`;
}

function seriesOf(data: unknown): Series[] {
  const { result } = data as { result: { metric: Record<string, string>; value: [number, string] }[] };
  return result.map(({ metric, value: [, value] }) => ({ metric, value: Number(value) }));
}

async function stop(child: ChildProcess, folder: string): Promise<void> {
  const ended = new Promise((done) => child.once('close', done));
  child.kill('SIGTERM');
  const killer = setTimeout(() => child.kill('SIGKILL'), 5_000);
  await ended;
  clearTimeout(killer);
  rmSync(folder, { recursive: true, force: true });
}
