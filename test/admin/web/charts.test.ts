/**
 * Every chart, read back from its canvas: each line stands where the API's figures say, at every moment that is shown, under
 * a load that leaves none of them flat.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MissRatioCurve, PolicyComparison } from '../../../src/admin/web/api/analytics-types.ts';
import type { Sample } from '../../../src/admin/web/api/types.ts';
import { showBytesSize, showCount, showMicros, showShare } from '../../../src/admin/web/format/units.ts';
import { startServer, type TestServer } from '../../helpers/server.ts';
import { noBrowser, show, startBrowser, type Visit, visit } from './browser.ts';
import { LARGE_VALUE_BYTES, startChartLoad } from './chart-load.ts';
import { type Told, timeTicksOff, valueTicksOff } from './drawn-axes.ts';
import { type Drawn, type DrawnText, drawnIn, furthestOff, textsIn, watchCharts } from './drawn-charts.ts';

type Figure = (sample: Sample) => number | null | undefined;
interface Expected {
  readonly lines: Readonly<Record<string, Figure>>;
  /** How figures become heights; as they are where nothing is said. */
  readonly scale?: (figure: number) => number;
  /** The other way. */
  readonly unscale?: (scaled: number) => number;
  /** How the figure of now stands in the legend. */
  readonly show: (figure: number) => string;
  /** Figures of the legend that are not those that the lines end at. */
  readonly told?: Readonly<Record<string, Figure>>;
}

const memory =
  (...names: string[]): Figure =>
  ({ memory: of }) =>
    names.reduce((sum, name) => sum + (name.startsWith('-') ? -of[name.slice(1)]! : of[name]!), 0);
const thread =
  (index: number): Figure =>
  ({ threads }) =>
    threads[index]!.load;

/** All charts over time, by their labels. The classes of memory stand on each other: each line ends at the sum so far. */
const CHARTS: Readonly<Record<string, Expected>> = {
  'Requests a second': { lines: { requests: ({ requests }) => requests.perSecond }, show: showCount },
  'Share of look-ups that found a key': {
    lines: {
      'each second': ({ keyspace }) => keyspace.hitRatio,
      'since the start': ({ keyspace }) => keyspace.hitRatioTotal,
    },
    show: showShare,
  },
  'Percentiles of the time that commands take': {
    lines: {
      p50: ({ latency }) => latency.p50Us,
      p99: ({ latency }) => latency.p99Us,
      'p99.9': ({ latency }) => latency.p999Us,
    },
    scale: Math.log10,
    unscale: (power) => 10 ** power,
    show: showMicros,
  },
  'Memory by class': {
    lines: {
      'small values': memory('values', '-largeObjects'),
      'large values': memory('values'),
      keys: memory('values', 'keys'),
      index: memory('values', 'keys', 'index'),
      'client buffers': memory('values', 'keys', 'index', 'clientBuffers'),
      free: memory('values', 'keys', 'index', 'clientBuffers', 'free'),
      committed: memory('committed'),
      'JS heap': memory('heapUsed'),
      RSS: memory('rss'),
    },
    show: showBytesSize,
    told: {
      'large values': memory('largeObjects'),
      keys: memory('keys'),
      index: memory('index'),
      'client buffers': memory('clientBuffers'),
      free: memory('free'),
    },
  },
  'Evictions and expirations a second': {
    lines: { evicted: ({ evictions }) => evictions.perSecond, expired: ({ expirations }) => expirations.perSecond },
    show: showCount,
  },
  'Bytes a second in and out': {
    lines: {
      in: ({ network }) => network.inputBytesPerSecond,
      out: ({ network }) => network.outputBytesPerSecond,
    },
    show: (bytes) => `${showBytesSize(bytes)}/s`,
  },
  'Share of a core that each thread uses': {
    lines: { 'io-0': thread(0), 'io-1': thread(1), background: thread(2), scripts: thread(3), main: thread(4) },
    show: showShare,
  },
  'Longest delay of the event loops each second': {
    lines: {
      'main thread': ({ eventLoop }) => eventLoop.delayMaxMs,
      'slowest other thread': ({ threads }) =>
        Math.max(0, ...threads.filter(({ name }) => name !== 'main').map(({ delayMaxMs }) => delayMaxMs!)),
    },
    show: (ms) => showMicros(ms * 1000),
  },
};

/** Whether there are figures enough, and none of the lines lies at 0. */
function isLively(samples: readonly Sample[]): boolean {
  const lines = Object.values(CHARTS).flatMap((chart) => Object.values(chart.lines));
  return samples.length > 12 && lines.every((of) => samples.some((sample) => (of(sample) ?? 0) > 0));
}

/** Bytes of the pages that a large value of the load fills. */
const LARGE_PAGES = Math.ceil(LARGE_VALUE_BYTES / 4096) * 4096;

const same = (figure: number): number => figure;
/** uPlot draws on whole pixels. */
const ROUNDING = 1.5;

describe.skipIf(noBrowser())('the charts', () => {
  let server: TestServer;
  let browser: Browser;
  let opened: Visit;
  let endLoad: () => Promise<void>;

  async function ask<T>(path: string): Promise<T> {
    return (await (await fetch(`http://127.0.0.1:${server.adminPort}/api/v1/${path}`)).json()) as T;
  }

  beforeAll(async () => {
    server = await startServer({ settings: { threads: 2, maxmemory: '24mb' } });
    endLoad = await startChartLoad(server);
    browser = await startBrowser();
    const samples = async () => (await ask<{ samples: Sample[] }>('history')).samples;
    // However slow the machine is; a test below says what never moved.
    const deadline = performance.now() + 60_000;
    while (!isLively(await samples()) && performance.now() < deadline) await sleep(200);
    opened = await visit(browser, server.adminPort, '', { colorScheme: 'dark' });
    await watchCharts(opened.page);
    await opened.page.reload();
  }, 120_000);

  afterAll(async () => {
    await opened?.close();
    await browser?.close();
    await endLoad?.();
    await server?.stop();
  });

  describe('over time', () => {
    let samples: readonly Sample[];
    let labels: string[];
    const drawn = new Map<string, Map<string, Drawn>>();
    const texts = new Map<string, readonly DrawnText[]>();
    /** Names of lines with the figures of the last moment. */
    const legends = new Map<string, string[]>();

    beforeAll(async () => {
      const { page } = opened;
      await page.locator('.plot canvas').nth(7).waitFor();
      await page.waitForTimeout(2_500);
      await page.getByRole('button', { name: 'Pause' }).click();
      await page.waitForTimeout(300);
      labels = (await page.evaluate(
        "[...document.querySelectorAll('.plot')].map((plot) => plot.getAttribute('aria-label'))",
      )) as string[];
      for (const label of labels) {
        drawn.set(label, await drawnIn(page, label));
        texts.set(label, await textsIn(page, label));
        const items = page
          .locator('figure', { has: page.locator(`.plot[aria-label="${label}"]`) })
          .locator('.legend-item');
        legends.set(
          label,
          (await items.allInnerTexts()).map((item) => item.trim().replaceAll(/[ \n]+/g, ' ')),
        );
      }
      const shown = drawn.get('Requests a second')?.get('requests')?.points.length ?? 0;
      samples = (await ask<{ samples: Sample[] }>('history')).samples.slice(0, shown);
      expect(shown).toBeGreaterThan(12);
      expect(samples.length).toBe(shown);
    }, 30_000);

    it('are all known here', () => {
      expect(labels.sort()).toEqual(Object.keys(CHARTS).sort());
    });

    it.each(Object.entries(CHARTS))('%s', (label, chart) => {
      const { lines, scale = same, unscale = same, show: text, told: others } = chart;
      const found = drawn.get(label)!;
      expect([...found.keys()]).toEqual(Object.keys(lines));
      const heights: Told[] = [];
      const moments: Told[] = [];
      for (const [name, of] of Object.entries(lines)) {
        const told = samples.flatMap((sample): [number, number][] => {
          const figure = of(sample);
          return figure === null || figure === undefined ? [] : [[sample.timeMs, figure]];
        });
        const { points } = found.get(name)!;
        expect([name, points.length]).toEqual([name, told.length]);
        told.forEach(([timeMs, figure], at) => {
          heights.push([scale(figure), points[at]![1]]);
          moments.push([timeMs, points[at]![0]]);
        });
        // None lies at 0 all the time.
        expect([name, told.some(([, figure]) => figure > 0)]).toEqual([name, true]);
      }
      const now = Object.entries({ ...lines, ...others }).map(([name, of]) => [name, text(of(samples.at(-1)!)!)]);
      expect(legends.get(label)).toEqual(now.map((line) => line.join(' ')));
      expect(furthestOff(heights)).toBeLessThan(ROUNDING);
      expect(furthestOff(moments)).toBeLessThan(ROUNDING);
      const [values, times] = [
        valueTicksOff(texts.get(label)!, heights, (scaled) => text(unscale(scaled))),
        timeTicksOff(texts.get(label)!, moments),
      ];
      expect([values.wrong, times.wrong]).toEqual([[], []]);
      expect(values.count).toBeGreaterThan(1);
      expect(times.count).toBeGreaterThan(0);
    });

    it('name each class of memory, and the sum of those in a stack is what was committed', () => {
      const last = samples.at(-1)!.memory;
      const sum = ['keys', 'values', 'index', 'clientBuffers', 'free'].reduce((bytes, name) => bytes + last[name]!, 0);
      expect(sum).toBeCloseTo(last['committed']!, -1);
      // How many of the twelve large values are kept is the eviction's choice; each stands in pages of its own.
      const large = samples.map(({ memory: { largeObjects } }) => largeObjects! / LARGE_PAGES);
      expect(large.filter((count) => !Number.isInteger(count) || count > 12)).toEqual([]);
      expect(Math.max(...large)).toBeGreaterThan(0);
      expect(last['clientBuffers']).toBeGreaterThan(20_000);
    });
  });

  describe('of what would be', () => {
    beforeAll(async () => {
      // Figures that hold still can be compared.
      await endLoad();
      await show(opened.page, 'eviction');
    });

    it('shows the hit ratio by memory, with its error', async () => {
      const { page } = opened;
      const label = 'Hit ratio by memory for data';
      await page.locator(`.plot[aria-label="${label}"] canvas`).waitFor();
      // The page asks every five seconds.
      await expect.poll(async () => offCurve(page, label, await ask('analytics/mrc')), { timeout: 20_000 }).toBe('');
    }, 30_000);

    it('shows what each policy would hit', async () => {
      const rows = opened.page.locator('.panel', { hasText: 'What other policies would hit' }).locator('.bar-row');
      const difference = async (): Promise<string[][]> => {
        const { policies } = await ask<PolicyComparison>('analytics/policies');
        const told = policies
          .toSorted((a, b) => b.hitRatio - a.hitRatio)
          .map(({ name, hitRatio, inForce }) => `${name}${inForce ? ' in force' : ''} ${showShare(hitRatio)}`);
        const shown = (await rows.allInnerTexts()).map((text) => text.replaceAll(/[ \n]+/g, ' ').trim());
        return told.length > 3 && told.every((line, i) => line === shown[i]) ? [] : [told, shown];
      };
      await expect.poll(difference, { timeout: 20_000 }).toEqual([]);
    }, 30_000);
  });

  it('bring no complaint of the browser', () => {
    expect(opened.complaints).toEqual([]);
  });
});

/** What is wrong with the curve as it is drawn; nothing when it is what the API tells. */
async function offCurve(page: Page, label: string, { curve }: MissRatioCurve): Promise<string> {
  const found = await drawnIn(page, label);
  const limited = (ratio: number): number => Math.min(1, Math.max(0, ratio));
  const wanted = {
    'hit ratio': curve.map(({ hitRatio }) => hitRatio),
    'at least': curve.map(({ hitRatio, error }) => limited(hitRatio - error)),
    'at most': curve.map(({ hitRatio, error }) => limited(hitRatio + error)),
  };
  if ([...found.keys()].join() !== Object.keys(wanted).join()) return `lines: ${[...found.keys()]}`;
  const pairs: [number, number][] = [];
  for (const [name, ratios] of Object.entries(wanted)) {
    const { points } = found.get(name)!;
    if (points.length !== ratios.length) return `${name} has ${points.length} points, not ${ratios.length}`;
    pairs.push(...ratios.map((ratio, at): [number, number] => [ratio, points[at]![1]]));
  }
  if (!pairs.some(([ratio]) => ratio > 0.1)) return 'the curve is flat';
  const off = furthestOff(pairs);
  return off < ROUNDING ? '' : `${off} pixels off`;
}
