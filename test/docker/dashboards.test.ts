/**
 * Every query of every dashboard, asked of a real Prometheus that scrapes a live server under load: an error, an empty
 * answer, or one without a number fails.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../architecture/source-files.ts';
import { startServer, type TestServer } from '../helpers/server.ts';
import { LOAD_SETTINGS, startLoad } from './load.ts';
import { canSkip, hasPrometheus, type Prometheus, type Series, startPrometheus } from './prometheus.ts';

interface Target {
  readonly expr: string;
  readonly legendFormat?: string;
  readonly datasource: { readonly uid: string };
}

interface Panel {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly description?: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly targets?: readonly Target[];
}

interface Variable {
  readonly name: string;
  readonly type: string;
  readonly definition?: string;
  /** Of a data source its kind, else what is asked of it. */
  readonly query: string | { readonly query: string };
}

interface Dashboard {
  readonly uid: string;
  readonly title: string;
  readonly panels: readonly Panel[];
  readonly templating: { readonly list: readonly Variable[] };
  readonly annotations: { readonly list: readonly { name: string; expr: string }[] };
}

const folder = join(root, 'docker/grafana/dashboards');
const dashboards = readdirSync(folder).map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Dashboard);
const rules = join(root, 'docker/prometheus/alerts.yml');
/** Time under load before the queries: `WINDOW` and some scrapes more. */
const LOAD_MS = 16_000;
const WINDOW = '10s';

/** As Grafana fills the variables in when all servers are chosen. */
function filled(expr: string): string {
  return expr.replaceAll('$__rate_interval', WINDOW).replaceAll('$job', '.+').replaceAll('$instance', '.+');
}

const queries = dashboards.flatMap((dashboard) =>
  dashboard.panels.flatMap(({ title, targets = [] }) =>
    targets.map(({ expr, legendFormat = '' }): [string, string, string] => [
      `${dashboard.title} · ${title}`,
      expr,
      legendFormat,
    ]),
  ),
);

/** A legend as Grafana writes it; labels that a series does not have stay empty. */
function legendOf(legend: string, { metric }: Series): string {
  return legend.replaceAll(/\{\{(\w+)\}\}/g, (_, label: string) => metric[label] ?? '');
}

/** The labels by which a query chooses and groups, with the series that it does so to. Those of every scrape are left out. */
function labelsAskedFor(expr: string): [name: string, label: string][] {
  const chosen = [...expr.matchAll(/\b([a-z]\w+)\{([^}]*)\}/g)];
  const names = chosen.map(([, name = '']) => name);
  const matched = chosen.flatMap(([, name = '', matchers = '']) =>
    [...matchers.matchAll(/(\w+)(?:=~|!~|!=|=)"/g)].map(([, label = '']): [string, string] => [name, label]),
  );
  const grouped = [...expr.matchAll(/\b(?:by|on) \(([^)]*)\)/g)].flatMap(([, labels = '']) =>
    labels.split(', ').flatMap((label) => names.map((name): [string, string] => [name, label])),
  );
  return [...matched, ...grouped].filter(([, label]) => label !== 'job' && label !== 'instance');
}

const variables = dashboards.flatMap(({ title, templating }) =>
  templating.list
    .filter(({ type }) => type === 'query')
    .map(({ name, query }): [string, string, string] => [title, name, typeof query === 'string' ? query : query.query]),
);
const annotations = dashboards.flatMap(({ title, annotations }) =>
  annotations.list.map(({ name, expr }): [string, string, string] => [title, name, expr]),
);

describe('dashboards', () => {
  it('are six, each with an id of its own', () => {
    expect(dashboards.map(({ uid }) => uid).sort()).toEqual(
      ['clients', 'eviction', 'latency', 'memory', 'overview', 'threads'].map((name) => `larder-${name}`),
    );
  });

  it.each(dashboards.map((dashboard): [string, Dashboard] => [dashboard.title, dashboard]))(
    '%s: panels say what they mean and lie beside each other',
    (_title, { panels }) => {
      expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
      const taken = new Set<string>();
      for (const { type, title, description = '', gridPos, targets = [] } of panels) {
        if (type !== 'row') expect(`${title}: ${description}`).toMatch(/: .{10,}/);
        for (const { datasource } of targets) expect(datasource.uid).toBe('$datasource');
        expect(gridPos.x + gridPos.w).toBeLessThanOrEqual(24);
        for (let x = gridPos.x; x < gridPos.x + gridPos.w; x++) {
          for (let y = gridPos.y; y < gridPos.y + gridPos.h; y++) {
            expect(taken.has(`${x},${y}`)).toBe(false);
            taken.add(`${x},${y}`);
          }
        }
      }
    },
  );

  it('choose servers by series that every server has', () => {
    for (const { templating } of dashboards) {
      expect(templating.list.map(({ name }) => name)).toEqual(['datasource', 'job', 'instance']);
      expect(templating.list[0]).toMatchObject({ type: 'datasource', query: 'prometheus' });
      // What is asked, and what people are shown of it.
      for (const { query, definition } of templating.list.slice(1)) expect(query).toMatchObject({ query: definition });
    }
  });
});

describe.skipIf(!hasPrometheus && canSkip)('against a real Prometheus (needs prometheus)', () => {
  let server: TestServer;
  let prometheus: Prometheus;
  let endLoad: () => Promise<void>;
  let isEnded = false;

  beforeAll(async () => {
    server = await startServer({ settings: LOAD_SETTINGS });
    endLoad = await startLoad(server);
    prometheus = await startPrometheus(`127.0.0.1:${server.adminPort}`, rules);
    // However slow the machine is: what goes for want of memory is a part of what is shown.
    const deadline = performance.now() + 90_000;
    while ((await server.infoNumber('evicted_keys', 'stats')) < 500 && performance.now() < deadline) await sleep(500);
    await sleep(LOAD_MS);
  }, 150_000);

  afterAll(async () => {
    await prometheus?.stop();
    if (isEnded) return;
    await endLoad?.();
    await server?.stop();
  });

  it.each(queries)(
    '%s: %s',
    async (_where, expr, legend) => {
      let series: Series[] = [];
      // Some are known only once analytics have seen enough.
      const numbers = async (): Promise<number> => {
        series = await prometheus.query(filled(expr));
        return series.filter(({ value }) => Number.isFinite(value)).length;
      };
      await expect.poll(numbers, { timeout: 15_000 }).toBeGreaterThan(0);
      expect(filled(expr)).not.toContain('$');
      // No two lines of a panel have one name, and no name has a hole in it. Buckets of heat maps have theirs from `le`.
      const legends = series.map((one) => legendOf(legend, one));
      if (legend !== '') expect(new Set(legends).size).toBe(legends.length);
      for (const [, label = ''] of legend.matchAll(/\{\{(\w+)\}\}/g)) {
        expect(series.filter(({ metric }) => (metric[label] ?? '') === '')).toEqual([]);
      }
    },
    20_000,
  );

  it('asks only for labels that the series have', async () => {
    const asked = new Map(queries.flatMap(([, expr]) => labelsAskedFor(expr)).map((pair) => [pair.join(), pair]));
    expect(asked.size).toBeGreaterThan(20);
    const missing = async (): Promise<string[]> => {
      const labels = [...asked.values()].map(([name, label]) => `${name}{${label}!=""}`);
      const found = await Promise.all(labels.map((selector) => prometheus.query(selector)));
      return labels.filter((_, at) => found[at]!.length === 0);
    };
    // Some are known only once analytics have seen enough.
    await expect.poll(missing, { timeout: 20_000 }).toEqual([]);
  }, 30_000);

  it.each(variables)('%s: $%s, %s', async (_title, name, asked) => {
    const [, selector = '', label = ''] = /^label_values\((.+), (\w+)\)$/.exec(filled(asked)) ?? [];
    const values = { job: 'larder', instance: `127.0.0.1:${server.adminPort}` };
    expect(await prometheus.labelValues(selector, label)).toEqual([values[name as keyof typeof values]]);
  });

  it.each(annotations)('%s: %s is noted when it happens, and not before', async (_title, _name, expr) => {
    expect(await prometheus.query(filled(expr))).toEqual([]);
  });

  it('shows writes that are refused for want of memory, and only then', async () => {
    const [[, refused = ''] = []] = queries.filter(([where]) => where.endsWith('· Refused for want of memory'));
    const shown = async () => (await prometheus.query(filled(refused))).map(({ value }) => value);
    expect(await shown()).toEqual([0]);
    expect(await server.ask('CONFIG', 'SET', 'maxmemory-policy', 'noeviction')).toBe('OK');
    // One line a server, still.
    await expect.poll(shown, { timeout: 20_000 }).toEqual([expect.toSatisfy((rate: number) => rate > 1)]);
    const errors = async () => (await prometheus.query('redis_errors_total{err="OOM"}')).map(({ value }) => value);
    await expect.poll(errors, { timeout: 10_000 }).toEqual([expect.toSatisfy((count: number) => count > 10)]);
    const raised = async () => (await prometheus.alerts()).map(({ name }) => name);
    await expect.poll(raised, { timeout: 10_000 }).toContain('LarderWritesRefused');
    await server.ask('CONFIG', 'SET', 'maxmemory-policy', 'allkeys-adaptive');
    await expect.poll(shown, { timeout: 30_000 }).toEqual([0]);
  }, 80_000);

  it('has every series that an alert asks for', async () => {
    const text = readFileSync(rules, 'utf8');
    const names = new Set([...text.matchAll(/\b(?:redis|larder)_\w+(?=\{|\[)|\bup(?=\{)/g)].map(([name]) => name));
    expect(names.size).toBeGreaterThan(15);
    const missing: string[] = [];
    for (const name of names) if ((await prometheus.query(name)).length === 0) missing.push(name);
    expect(missing).toEqual([]);
  });

  it('raises no alert about a server that works, and one about a server that is gone', async () => {
    const raised = (await prometheus.alerts()).map(({ name }) => name);
    expect(raised.filter((name) => name === 'LarderDown' || name === 'LarderUnexpectedErrors')).toEqual([]);
    isEnded = true;
    await endLoad();
    await server.stop();
    const isDown = async () => (await prometheus.alerts()).some(({ name }) => name === 'LarderDown');
    await expect.poll(isDown, { timeout: 15_000 }).toBe(true);
  });

  it('notes in every dashboard that the server was restarted', async () => {
    const again = await startServer({ settings: { threads: 1, 'admin-port': server.adminPort } });
    try {
      const noted = async () => {
        const answers = await Promise.all(annotations.map(([, , expr]) => prometheus.query(filled(expr))));
        return answers.map(([series]) => series?.metric['instance']);
      };
      await expect.poll(noted, { timeout: 15_000 }).toEqual(annotations.map(() => `127.0.0.1:${server.adminPort}`));
      expect(annotations.length).toBe(dashboards.length);
    } finally {
      await again.stop();
    }
  }, 40_000);
});
