/**
 * Writes docker/grafana/dashboards/ from scripts/grafana/. `--check` writes nothing and ends with 1 when a file is not
 * what it would write.
 *
 * Usage: node scripts/dashboards.ts [--check]
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { clients } from './grafana/clients.ts';
import { eviction } from './grafana/eviction.ts';
import { dashboardJson } from './grafana/json.ts';
import { latency } from './grafana/latency.ts';
import { memory } from './grafana/memory.ts';
import { overview } from './grafana/overview.ts';
import { threads } from './grafana/threads.ts';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const isCheck = process.argv.includes('--check');

/** As the formatter leaves it, so that a commit's check agrees. */
function formatted(path: string, json: string): string {
  const biome = join(root, 'node_modules/.bin/biome');
  const { status, stdout, stderr } = spawnSync(biome, ['format', `--stdin-file-path=${path}`], {
    cwd: root,
    input: json,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`biome cannot format ${path}: ${stderr}`);
  return stdout;
}

for (const dashboard of [overview, latency, memory, eviction, threads, clients]) {
  const path = `docker/grafana/dashboards/larder-${dashboard.name}.json`;
  const text = formatted(path, dashboardJson(dashboard));
  const file = join(root, path);
  if (existsSync(file) && readFileSync(file, 'utf8') === text) continue;
  if (isCheck) {
    process.stdout.write(`${path} is not current: run node scripts/dashboards.ts\n`);
    process.exitCode = 1;
  } else {
    writeFileSync(file, text);
    process.stdout.write(`wrote ${path}\n`);
  }
}
