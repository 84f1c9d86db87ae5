/** Every view, with live data of a server under load, in a real browser. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServer, type TestServer } from '../../helpers/server.ts';
import { noBrowser, show, startBrowser, type Visit, visit } from './browser.ts';

const VIEWS: readonly (readonly [name: string, title: string, ready: string])[] = [
  ['overview', 'Overview', '.plot canvas'],
  ['keys', 'Keys', 'table[aria-label="Keys"] tbody tr'],
  ['heavy-keys', 'Hot and big keys', 'table[aria-label="Big keys"] tbody tr'],
  ['latency', 'Latency', 'table[aria-label="Latency by command"] tbody tr'],
  ['slow-log', 'Slow log', 'table[aria-label="Slow commands"] tbody tr'],
  ['clients', 'Clients', 'table[aria-label="Clients"] tbody tr'],
  ['eviction', 'Eviction', 'dl.figures dd'],
  ['settings', 'Settings', '[data-setting="maxmemory"]'],
];

describe.skipIf(noBrowser())('the web page', () => {
  let server: TestServer;
  let browser: Browser;
  let stopLoad: () => Promise<void>;

  beforeAll(async () => {
    server = await startServer({ settings: { threads: 2, 'slowlog-log-slower-than': 0, maxmemory: '256mb' } });
    await fill(server);
    stopLoad = load(server);
    browser = await startBrowser();
  }, 60_000);

  afterAll(async () => {
    await browser.close();
    await stopLoad();
    await server.stop();
  });

  const opened = async (mode: 'light' | 'dark' | 'phone'): Promise<Visit> => {
    const phone = { viewport: { width: 360, height: 740 }, hasTouch: true };
    const options = mode === 'phone' ? phone : { colorScheme: mode };
    return visit(browser, server.adminPort, '', options);
  };

  it.each(['light', 'dark', 'phone'] as const)(
    'shows each view with data and without a complaint: %s',
    async (mode) => {
      const { page, complaints, close } = await opened(mode);
      for (const [name, title, ready] of VIEWS) {
        await show(page, name);
        await page.getByRole('heading', { level: 1, name: title, exact: true }).waitFor();
        await page.locator(ready).first().waitFor();
        expect(await page.locator('.note-error').count(), `${name} failed to load`).toBe(0);
        const [needed, given] = (await page.evaluate('[document.documentElement.scrollWidth, innerWidth]')) as number[];
        expect(needed, `${name} scrolls sideways`).toBeLessThanOrEqual(given!);
      }
      expect(complaints).toEqual([]);
      await close();
    },
    60_000,
  );

  it('has no view that is not looked at here', async () => {
    const { page, close } = await opened('light');
    const links = page.getByRole('navigation').getByRole('link');
    await links.first().waitFor();
    expect((await links.allInnerTexts()).sort()).toEqual(VIEWS.map(([, title]) => title).sort());
    await close();
  });

  it('draws what the server does: figures move, and hold still on request', async () => {
    const { page, close } = await opened('light');
    const requests = page.locator('.figures > div', { hasText: 'Requests a second' }).locator('.sub');
    await requests.waitFor();
    const first = await requests.innerText();
    await expect.poll(() => requests.innerText(), { timeout: 10_000 }).not.toBe(first);
    const rate = await page.locator('.legend-item', { hasText: 'requests' }).locator('b').innerText();
    expect(rate).toMatch(/^[\d.,]+k?$/);
    expect(rate).not.toBe('0');
    await page.getByRole('button', { name: 'Pause' }).click();
    const held = await requests.innerText();
    await page.waitForTimeout(2_200);
    expect(await requests.innerText()).toBe(held);
    await page.getByRole('button', { name: 'Resume' }).click();
    await expect.poll(() => requests.innerText(), { timeout: 10_000 }).not.toBe(held);
    await close();
  }, 40_000);

  it('begins with what happened before it was opened, and tells any moment that is pointed at', async () => {
    await expect
      .poll(
        async () => {
          const answer = await fetch(`http://127.0.0.1:${server.adminPort}/api/v1/history`);
          return ((await answer.json()) as { samples: unknown[] }).samples.length;
        },
        { timeout: 20_000 },
      )
      .toBeGreaterThan(8);
    const { page, complaints, close } = await opened('dark');
    const plots = page.locator('.plot');
    await plots.first().locator('canvas').waitFor();
    await page.getByRole('button', { name: 'Pause' }).click();
    const { x, y, width, height } = (await plots.first().boundingBox())!;
    const pointAt = async (share: number): Promise<string[]> => {
      await page.mouse.move(x + width * share, y + height / 2);
      return page.locator('.tooltip p').allInnerTexts();
    };
    const early = await pointAt(0.45);
    await expect.poll(() => pointAt(0.8)).not.toEqual(early);
    const late = await pointAt(0.8);
    expect(late[0]).toMatch(/^\d\d:\d\d:\d\d$/);
    expect(late[1]).toMatch(/requests\s+[\d.,]+k?$/);
    // The same moment in all charts.
    await expect.poll(() => page.locator('.u-cursor-x:visible').count()).toBe(await plots.count());
    await page.mouse.move(2, 2);
    await expect.poll(() => page.locator('.tooltip').count()).toBe(0);
    expect(complaints).toEqual([]);
    await close();
  }, 60_000);

  it('paints the charts, in the colours of the theme', async () => {
    const { page, close } = await opened('light');
    await page.locator('.plot canvas').first().waitFor();
    await page.waitForTimeout(2_500);
    const painted = `(() => {
      const canvas = document.querySelector('.plot canvas');
      const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
      const colors = new Set();
      for (let i = 0; i < data.length; i += 4) if (data[i + 3] === 255) colors.add(data.slice(i, i + 3).join());
      return [...colors];
    })()`;
    expect(await page.evaluate(painted)).toContain('11,125,97');
    const ground = 'getComputedStyle(document.documentElement).backgroundColor';
    const light = await page.evaluate(ground);
    await page.getByRole('button', { name: 'Colours: system' }).click();
    await page.getByRole('button', { name: 'Colours: light' }).click();
    expect(await page.getByRole('button', { name: 'Colours: dark' }).count()).toBe(1);
    expect(await page.evaluate(ground)).not.toBe(light);
    expect(await page.evaluate(painted)).toContain('94,207,172');
    await close();
  }, 40_000);

  it('names the hot key, the prefixes, and the big keys of a walk that is asked for', async () => {
    const { page, complaints, close } = await opened('light');
    await show(page, 'heavy-keys');
    await page.getByRole('table', { name: 'Hot keys' }).getByRole('button', { name: 'hot:key' }).waitFor();
    await server.ask('RPUSH', 'large:list', ...Array.from({ length: 2_000 }, (_, i) => `item ${i}`));
    await page.getByRole('button', { name: 'Walk again' }).click();
    await page.getByRole('table', { name: 'Big keys' }).getByRole('button', { name: 'large:list' }).click();
    await page.getByRole('heading', { name: 'Key', exact: true }).waitFor();
    await page.locator('.inspector').getByText('item 99', { exact: true }).waitFor();
    await page.locator('.inspector').getByRole('button', { name: 'Load more' }).click();
    await page.locator('.inspector').getByText('item 199', { exact: true }).waitFor();
    await show(page, 'eviction');
    await page.getByRole('table', { name: 'Prefixes' }).getByText('load:').waitFor();
    await page.getByText('Recomputation saved').waitFor();
    for (const name of ['Used again within', 'Size up to']) {
      const bars = page.getByRole('region', { name }).locator('.bar-row');
      await bars.first().waitFor();
      expect(await bars.first().innerText()).toMatch(/^[\d.,]+\s\S+\s+[\d.]+\s?%$/);
    }
    expect(complaints).toEqual([]);
    await close();
  }, 60_000);

  it('works behind a path prefix: every address is relative', async () => {
    const answer = await fetch(`http://127.0.0.1:${server.adminPort}/`);
    const links = [...(await answer.text()).matchAll(/(?:src|href)="([^"]+)"/g)].map(([, link = '']) => link);
    expect(links.length).toBeGreaterThan(1);
    expect(links.filter((link) => !link.startsWith('./'))).toEqual([]);
  });
});

async function fill(server: TestServer): Promise<void> {
  await server.ask('SET', 'hot:key', 'x');
  await server.ask('HSET', 'user:1', 'name', 'Ada');
  await server.ask('RPUSH', 'jobs', 'a', 'b');
  await server.ask('ZADD', 'board', '1.5', 'x');
  for (let i = 0; i < 200; i++) await server.ask('SET', `page:${i}`, 'x'.repeat(100));
  await fetch(`http://127.0.0.1:${server.adminPort}/api/v1/bigkeys/refresh`, { method: 'POST' });
}

/** Reads and writes until the function it returns is called. */
function load(server: TestServer): () => Promise<void> {
  let going = true;
  const done = (async () => {
    const client = await server.connect();
    for (let i = 0; going; i++) {
      await client.command('SET', `load:${i % 500}`, 'value');
      await client.command('GET', `load:${(i * 7) % 600}`);
      await client.command('GET', 'hot:key');
    }
    await client.close();
  })();
  return () => {
    going = false;
    return done;
  };
}
