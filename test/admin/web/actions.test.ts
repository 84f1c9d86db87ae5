/** What a viewer does to the server, done by mouse in a real browser and looked up at the server's own port. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServer, type TestServer } from '../../helpers/server.ts';
import { noBrowser, startBrowser, visit } from './browser.ts';

const WAIT = { timeout: 10_000 };

describe.skipIf(noBrowser())('the web page changes the server', () => {
  let server: TestServer;
  let browser: Browser;

  beforeAll(async () => {
    server = await startServer({ settings: { threads: 2, 'slowlog-log-slower-than': 0 } });
    browser = await startBrowser();
  }, 60_000);

  afterAll(async () => {
    await browser.close();
    await server.stop();
  });

  /** Runs a test on a page, which must not complain. */
  const on = async (hash: string, run: (page: Page) => Promise<void>, asked: readonly number[] = []): Promise<void> => {
    const { page, complaints, close } = await visit(browser, server.adminPort, hash, {}, asked);
    await run(page);
    expect(complaints).toEqual([]);
    await close();
  };

  const setting = async (name: string): Promise<string> => {
    const client = await server.connect();
    const reply = await client.text('CONFIG', 'GET', name);
    await client.close();
    return reply;
  };

  it('edits a setting', () =>
    on('#/settings?find=maxmemory', async (page) => {
      const row = page.locator('[data-setting="maxmemory"]');
      await row.getByRole('button', { name: 'Edit maxmemory' }).click();
      await row.getByRole('textbox').fill('123mb');
      await row.getByRole('button', { name: 'Save' }).click();
      await row.getByText(String(123 * 1024 * 1024)).waitFor();
      await row.getByText('123 MiB'.replace(' ', '\u202f')).waitFor();
      expect(await setting('maxmemory')).toContain(String(123 * 1024 * 1024));
    }));

  it('chooses the value of a setting that has a list', () =>
    on('#/settings?find=maxmemory-policy', async (page) => {
      const row = page.locator('[data-setting="maxmemory-policy"]');
      await row.getByRole('button', { name: 'Edit' }).click();
      await row.getByRole('combobox').selectOption('allkeys-lfu');
      await row.getByRole('button', { name: 'Save' }).click();
      await expect.poll(() => setting('maxmemory-policy'), WAIT).toContain('allkeys-lfu');
    }));

  it('shows why a value is refused beside its field, and changes nothing', () =>
    on(
      '#/settings?find=maxmemory',
      async (page) => {
        const before = await setting('maxmemory');
        const row = page.locator('[data-setting="maxmemory"]');
        await row.getByRole('button', { name: 'Edit' }).click();
        await row.getByRole('textbox').fill('a lot');
        await row.getByRole('button', { name: 'Save' }).click();
        await row.getByRole('alert').filter({ hasText: 'memory value' }).waitFor();
        expect(await row.getByRole('textbox').getAttribute('aria-invalid')).toBe('true');
        expect(await setting('maxmemory')).toBe(before);
      },
      [400],
    ));

  it('finds a key, shows it, and deletes it after a question', async () => {
    await server.ask('HSET', 'user:7', 'name', 'Grace');
    await server.ask('SET', 'other', 'x');
    await on('#/keys', async (page) => {
      await page.getByLabel('Pattern').fill('user:*');
      await page.getByRole('button', { name: 'Search' }).click();
      await page.getByRole('button', { name: 'user:7' }).click();
      await page.getByRole('cell', { name: 'Grace' }).waitFor();
      expect(await page.getByRole('button', { name: 'other' }).count()).toBe(0);
      await page.getByRole('button', { name: 'Delete…' }).click();
      await page.getByRole('button', { name: 'Cancel' }).click();
      expect(await server.ask('EXISTS', 'user:7')).toBe('1');
      await page.getByRole('button', { name: 'Delete…' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Delete', exact: true }).click();
      await expect.poll(() => server.ask('EXISTS', 'user:7'), WAIT).toBe('0');
      await page.getByText('No key matches').waitFor();
    });
  });

  it('finds all keys of a rare kind without being asked again', async () => {
    const client = await server.connect();
    for (let i = 0; i < 3_000; i++) await client.command('SET', i % 100 === 0 ? `rare:${i}` : `often:${i}`, 'x');
    await client.close();
    await on('#/keys', async (page) => {
      await page.getByLabel('Pattern').fill('rare:*');
      await page.getByRole('button', { name: 'Search' }).click();
      await page.getByText('30 of', { exact: false }).waitFor();
      await expect.poll(() => page.getByRole('button', { name: 'Load more' }).count(), WAIT).toBe(0);
    });
    await server.ask('FLUSHALL');
  });

  it('shows values of every type', async () => {
    await server.ask('RPUSH', 't:list', 'first item');
    await server.ask('SADD', 't:set', 'only member');
    await server.ask('ZADD', 't:zset', '2.5', 'scored member');
    await server.ask('XADD', 't:stream', '7-1', 'level', 'info');
    await server.ask('SET', 't:json', '{"deep":{"er":1}}');
    await on('#/keys', async (page) => {
      const shows = async (key: string, ...texts: string[]): Promise<void> => {
        await page.getByRole('button', { name: key }).click();
        for (const text of texts) await page.locator('.inspector').getByText(text).first().waitFor();
      };
      await shows('t:list', 'first item');
      await shows('t:set', 'only member');
      await shows('t:zset', '2.5', 'scored member');
      await shows('t:stream', '7-1', 'level = info');
      await shows('t:json', '"er": 1');
    });
  });

  it('opens and deletes a key that is no text', async () => {
    const key = Buffer.from([0, 255, 47, 46]);
    const client = await server.connect();
    await client.command('SET', key, Buffer.from([1, 128]));
    await on('#/keys', async (page) => {
      await page.getByRole('button', { name: '\\x00\\xff/.' }).click();
      await page.getByRole('button', { name: 'hex' }).click();
      await page.getByText('00000000 01 80').waitFor();
      await page.getByRole('button', { name: 'Delete…' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Delete', exact: true }).click();
      await expect.poll(() => client.text('EXISTS', key), WAIT).toBe(':0\r\n');
    });
    await client.close();
  });

  it('flushes a database only once its name is typed', async () => {
    await server.ask('SET', 'gone', 'soon');
    await on('#/keys', async (page) => {
      await page.getByRole('button', { name: 'Flush database 0…' }).click();
      const flush = page.getByRole('dialog').getByRole('button', { name: 'Flush' });
      expect(await flush.isDisabled()).toBe(true);
      await page.getByRole('dialog').getByRole('textbox').fill('flush db 0');
      await flush.click();
      await page.getByText('This database is empty').waitFor();
      expect(await server.ask('DBSIZE')).toBe('0');
    });
  });

  it('kills a client and no other', async () => {
    const bystander = await server.connect();
    await bystander.command('PING');
    const victim = await server.connect();
    await victim.command('CLIENT', 'SETNAME', 'victim');
    await on('#/clients', async (page) => {
      await page.getByRole('searchbox').fill('victim');
      await page.getByRole('button', { name: /^Kill client \d+$/ }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Kill' }).click();
      await page.getByText('No client matches').waitFor();
    });
    await expect.poll(() => victim.closed, WAIT).toBe(true);
    expect(await bystander.text('PING')).toBe('+PONG\r\n');
    await bystander.close();
  });

  it('empties the slow log', () =>
    on('#/slow-log', async (page) => {
      await server.ask('SET', 'slow', 'enough');
      await page.getByRole('button', { name: 'Reload' }).click();
      await page.getByText('SET slow enough').waitFor();
      await server.ask('CONFIG', 'SET', 'slowlog-log-slower-than', '1000000');
      await page.getByRole('button', { name: 'Empty the log…' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Empty' }).click();
      await page.getByText('Nothing was slow').waitFor();
      expect(await server.ask('SLOWLOG', 'LEN')).toBe('0');
    }));

  it('forgets latency events', async () => {
    await server.ask('CONFIG', 'SET', 'latency-monitor-threshold', '5');
    await server.ask('EVAL', 'local t = 0; for i = 1, 3e7 do t = t + i end; return t', '0');
    // One kind of event, an array of one.
    await expect.poll(() => server.ask('LATENCY', 'LATEST'), WAIT).toBe('1');
    await on('#/latency', async (page) => {
      const events = page.getByRole('table', { name: 'Latency events' });
      await events.getByText('command').first().waitFor();
      await page.getByRole('button', { name: 'Forget' }).click();
      await page.getByText('Nothing took that long').waitFor();
      await expect.poll(() => events.count()).toBe(0);
    });
    await server.ask('CONFIG', 'SET', 'latency-monitor-threshold', '0');
  });

  it('sorts a table by a column, both ways', async () => {
    for (let i = 0; i < 5; i++) await server.ask('SET', `sort:${i}`, 'x'.repeat(1 + i * 1000));
    await on('#/keys', async (page) => {
      await page.getByLabel('Pattern').fill('sort:*');
      await page.getByRole('button', { name: 'Search' }).click();
      await page.getByText('5 of', { exact: false }).waitFor();
      const keys = page.getByRole('table', { name: 'Keys' });
      const names = () => keys.getByRole('button', { name: /^sort:/ }).allInnerTexts();
      await keys.getByRole('button', { name: 'Size' }).click();
      await expect.poll(names, WAIT).toEqual(['sort:4', 'sort:3', 'sort:2', 'sort:1', 'sort:0']);
      expect(await keys.getByRole('columnheader', { name: 'Size' }).getAttribute('aria-sort')).toBe('descending');
      await keys.getByRole('button', { name: 'Size' }).click();
      await expect.poll(names, WAIT).toEqual(['sort:0', 'sort:1', 'sort:2', 'sort:3', 'sort:4']);
    });
  });
});
