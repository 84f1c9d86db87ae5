/** What the page's tables say, cell by cell, is what the server's own commands say; where those say nothing, the API. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Prefixes, WorkingSet } from '../../../src/admin/web/api/analytics-types.ts';
import type { BigKeys, HotKeys, Latency } from '../../../src/admin/web/api/types.ts';
import { showBytesSize, showCount, showMicros, showSeconds, showShare } from '../../../src/admin/web/format/units.ts';
import type { RawClient } from '../../helpers/raw-client.ts';
import { startServer, type TestServer } from '../../helpers/server.ts';
import { noBrowser, show, startBrowser, type Visit, visit } from './browser.ts';

/** Thin spaces and ends of lines are one space, as a reader has it. */
const plain = (text: string): string => text.replaceAll(/[\s\u202f]+/g, ' ').trim();

describe.skipIf(noBrowser())('the tables', () => {
  let server: TestServer;
  let browser: Browser;
  let client: RawClient;
  let worker: RawClient;
  let opened: Visit;

  async function api<T>(path: string): Promise<T> {
    return (await (await fetch(`http://127.0.0.1:${server.adminPort}/api/v1/${path}`)).json()) as T;
  }

  /** A row of a table, by the text of its first cell: the others' texts, by the titles of their columns. */
  async function row(label: string, first: string): Promise<Record<string, string>> {
    const { page } = opened;
    const table = page.getByRole('table', { name: label, exact: true });
    const found = table.locator('tbody tr', { has: page.locator('td:first-child', { hasText: first }) }).first();
    await found.waitFor();
    const titles = (await table.locator('thead th').allInnerTexts()).map(plain);
    const cells = (await found.locator('td').allInnerTexts()).map(plain);
    return Object.fromEntries(titles.map((title, i) => [title, cells[i] ?? '']));
  }

  const usage = async (key: string): Promise<number> => Number(await server.ask('MEMORY', 'USAGE', key));

  beforeAll(async () => {
    server = await startServer({ settings: { threads: 1, maxmemory: '64mb', 'slowlog-log-slower-than': -1 } });
    client = await server.connect();
    worker = await server.connect();
    await client.command('CLIENT', 'SETNAME', 'filler');
    for (let i = 0; i < 100; i++) await client.command('SET', `page:${i}`, 'x'.repeat(1_000), 'EX', '100000');
    await client.command('HSET', 'user:1', 'name', 'Ada');
    await client.command('RPUSH', 'large:list', ...Array.from({ length: 2_000 }, (_, i) => `item ${i}`));
    await client.command('INCR', 'n');
    await client.command('INCR', 'user:1');
    for (let part = 0; part < 60; part++) {
      await client.send('GET hot:key\r\n'.repeat(256));
      await client.readBytes(256 * 5);
    }
    await client.command('CONFIG', 'SET', 'slowlog-log-slower-than', '0');
    await client.command('SET', 'slow:key', 'two words');
    await client.command('CONFIG', 'SET', 'slowlog-log-slower-than', '-1');
    await worker.command('CLIENT', 'SETNAME', 'worker');
    await worker.command('CLIENT', 'SETINFO', 'LIB-NAME', 'some-lib');
    await worker.command('CLIENT', 'SETINFO', 'LIB-VER', '1.2.3');
    await worker.command('SELECT', '3');
    await fetch(`http://127.0.0.1:${server.adminPort}/api/v1/bigkeys/refresh`, { method: 'POST' });
    browser = await startBrowser();
    opened = await visit(browser, server.adminPort);
  }, 60_000);

  afterAll(async () => {
    await opened?.close();
    await browser?.close();
    await client?.close();
    await worker?.close();
    await server?.stop();
  });

  it('of keys', async () => {
    await show(opened.page, 'keys');
    const facts = async (key: string) => ({
      Key: key,
      Type: await server.ask('TYPE', key),
      Size: plain(showBytesSize(await usage(key))),
      Encoding: await server.ask('OBJECT', 'ENCODING', key),
    });
    expect(await row('Keys', 'user:1')).toEqual({ ...(await facts('user:1')), 'Expires in': 'never' });
    expect(await row('Keys', 'large:list')).toEqual({ ...(await facts('large:list')), 'Expires in': 'never' });
    expect(await row('Keys', 'page:7')).toMatchObject({ Type: 'string', 'Expires in': '1 d 3 h' });
  });

  it('of big keys, and of hot ones', async () => {
    await show(opened.page, 'heavy-keys');
    const [{ bytes = 0 } = {}] = (await api<BigKeys>('bigkeys?count=1')).keys;
    // Both are estimates from some of the elements.
    expect(Math.abs(bytes / (await usage('large:list')) - 1)).toBeLessThan(0.3);
    expect(await row('Big keys', 'large:list')).toEqual({
      Key: 'large:list',
      Database: '0',
      Type: 'list',
      Items: '2,000',
      Size: plain(showBytesSize(bytes)),
    });
    // Uses grow less with time: the page's are those of some answer that is not old.
    const different = async () => {
      const { keys } = await api<HotKeys>('hotkeys?count=1');
      const [{ accesses = 0, share = 0 } = {}] = keys;
      const told = {
        Key: 'hot:key',
        Database: '0',
        'Uses of late': showCount(accesses),
        Share: plain(showShare(share)),
      };
      const shown = await row('Hot keys', 'hot:key');
      return JSON.stringify(shown) === JSON.stringify(told) && share > 0.5 ? undefined : { told, shown };
    };
    await expect.poll(different, { timeout: 15_000, interval: 50 }).toBeUndefined();
  });

  it('of latency', async () => {
    await show(opened.page, 'latency');
    const { commands } = await api<Latency>('latency');
    for (const [name, calls, errors] of [
      ['HSET', '1', '0'],
      ['INCR', '2', '1'],
      ['GET', '15.4k', '0'],
    ] as const) {
      const { usPerCall, p50Us, p99Us, p999Us } = commands.find((each) => each.name === name.toLowerCase())!;
      const durations = { Mean: usPerCall, p50: p50Us, p99: p99Us, 'p99.9': p999Us };
      const shown = Object.fromEntries(Object.entries(durations).map(([title, us]) => [title, plain(showMicros(us))]));
      expect(await row('Latency by command', name)).toEqual({ Command: name, Calls: calls, ...shown, Errors: errors });
    }
  });

  it('of slow commands', async () => {
    await show(opened.page, 'slow-log');
    const entry = (await client.command('SLOWLOG', 'GET', '-1')).bytes.toString();
    const [, id = '', seconds = '', us = ''] = /:(\d+)\r\n:(\d+)\r\n:(\d+)\r\n\*3\r\n\$3\r\nSET/.exec(entry) ?? [];
    expect(id).not.toBe('');
    const { page } = opened;
    const cells = page.locator('table[aria-label="Slow commands"] tbody tr', { hasText: 'slow:key' }).locator('td');
    await cells.first().waitFor();
    const [time, took, command, address] = (await cells.allInnerTexts()).map(plain);
    expect([took, command]).toEqual([plain(showMicros(Number(us))), 'SET slow:key two words']);
    expect(time).toBe(await page.evaluate(`new Date(${seconds}000).toLocaleTimeString('en-GB')`));
    const list = await client.text('CLIENT', 'LIST');
    expect(address).toBe(`${/addr=(\S+) .*name=filler/.exec(list)?.[1]} filler`);
  });

  it('of clients', async () => {
    await show(opened.page, 'clients');
    const list = await client.text('CLIENT', 'LIST');
    const [, id = '', address = ''] = /id=(\d+) addr=(\S+) .*name=worker/.exec(list) ?? [];
    const shown = await row('Clients', id);
    expect(shown).toMatchObject({
      ID: id,
      Address: `${address} worker`,
      Library: 'some-lib 1.2.3',
      User: 'default',
      Database: '3',
      Thread: '0',
      'Last command': 'select',
    });
    expect(shown['Age']).toMatch(/^\d+ s$|^\d+ min \d+ s$/);
    expect(await opened.page.getByRole('table', { name: 'Clients' }).locator('tbody tr').count()).toBe(2);
  });

  it('of prefixes, and the working set', async () => {
    await show(opened.page, 'eviction');
    const different = async () => {
      const { prefixes } = await api<Prefixes>('analytics/prefixes');
      const { hits, misses, keys, bytes, evictions, savedSeconds } = prefixes.find(({ prefix }) => prefix === 'page:')!;
      const told = {
        Prefix: 'page:',
        'Hit ratio': hits + misses === 0 ? '–' : plain(showShare(hits / (hits + misses))),
        Hits: showCount(hits),
        Misses: showCount(misses),
        Keys: showCount(keys),
        Size: plain(showBytesSize(bytes)),
        Evicted: showCount(evictions),
        'Age when evicted': '–',
        'A miss costs': '–',
        'Time saved': plain(showSeconds(savedSeconds)),
      };
      const shown = await row('Prefixes', 'page:');
      return JSON.stringify(shown) === JSON.stringify(told) && keys === 100 ? undefined : { told, shown };
    };
    await expect.poll(different, { timeout: 15_000 }).toBeUndefined();
    const facts = opened.page.locator('.panel', { hasText: 'Working set' }).last().locator('dd');
    const set = await api<WorkingSet>('analytics/workingset');
    const told = set.workingSet.map(({ bytes, keys }) => plain(`${showBytesSize(bytes)} ${showCount(keys)} keys`));
    const rest = [showCount(set.uniqueKeysPerMinute), plain(showShare(set.oneHitWonderShare))];
    await expect.poll(async () => (await facts.allInnerTexts()).map(plain)).toEqual([...told, ...rest]);
  });

  it('of figures at a glance', async () => {
    await show(opened.page, 'overview');
    const figure = async (name: string): Promise<string> =>
      plain(await opened.page.locator('.figures > div', { hasText: name }).locator('dd').innerText());
    await expect.poll(() => figure('Keys')).toBe(`${await server.ask('DBSIZE')} 0 evicted so far`);
    await expect.poll(() => figure('Clients')).toMatch(/^2 up /);
    await expect.poll(() => figure('Memory used')).toMatch(/ of 64\.?0* MiB$/);
    expect(opened.complaints).toEqual([]);
  });
});
