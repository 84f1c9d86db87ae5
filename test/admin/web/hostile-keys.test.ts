/** Keys whose names are meant to harm: the key browser shows them as they are, opens them, and nothing of them runs. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RawClient } from '../../helpers/raw-client.ts';
import { startServer, type TestServer } from '../../helpers/server.ts';
import { noBrowser, show, startBrowser, type Visit, visit } from './browser.ts';

/** Names as they are stored, and as they stand in the list. */
const NAMES: readonly (readonly [about: string, name: string | Buffer, shown: string])[] = [
  ['HTML', '<img src=x onerror="window.harmed=1">', '<img src=x onerror="window.harmed=1">'],
  ['a script', '</code><script>window.harmed=1</script>', '</code><script>window.harmed=1</script>'],
  ['quotes', `'"\`&quot;\\`, `'"\`&quot;\\`],
  ['a template', '{{window.harmed=1}}', '{{window.harmed=1}}'],
  ['an address', '../../config?x=1#/settings&y=%2F', '../../config?x=1#/settings&y=%2F'],
  ['a turned direction', '\u202egnp.exe', '\\u202egnp.exe'],
  ['letters from right to left', 'שלום עולם', 'שלום עולם'],
  ['line breaks', 'one\r\ntwo', 'one\\x0d\\ntwo'],
  ['spaces', '  two  spaces  ', '  two  spaces  '],
  ['no text', Buffer.from([0, 0xff, 0xfe, 0x2f]), '\\x00\\xff\\xfe/'],
  ['nothing', '', '(empty key)'],
  ['the word that objects have', '__proto__', '__proto__'],
  ['a length that still fits', 'k'.repeat(6_000), `${'k'.repeat(160)}…`],
];
const TOO_LONG = 'l'.repeat(10_000);

describe.skipIf(noBrowser())('keys with names that are', () => {
  let server: TestServer;
  let browser: Browser;
  let client: RawClient;
  let opened: Visit;
  let page: Page;

  beforeAll(async () => {
    server = await startServer({ settings: { threads: 1 } });
    client = await server.connect();
    for (const [about, name] of NAMES)
      await client.command('HSET', name, 'about', about, '<b>field</b>', '<i>value</i>');
    await client.command('SET', TOO_LONG, 'x');
    browser = await startBrowser();
    opened = await visit(browser, server.adminPort, '#/keys');
    ({ page } = opened);
    await page.getByText(`${NAMES.length + 1} of`, { exact: false }).waitFor();
  }, 60_000);

  afterAll(async () => {
    await opened?.close();
    await browser?.close();
    await client?.close();
    await server?.stop();
  });

  const names = (): Promise<string[]> =>
    page.getByRole('table', { name: 'Keys' }).locator('td:first-child').allTextContents();

  it.each(NAMES)('%s', async (about, _name, shown) => {
    expect((await names()).filter((name) => name === shown)).toHaveLength(1);
    const row = page
      .getByRole('table', { name: 'Keys' })
      .locator('tbody tr')
      .nth((await names()).indexOf(shown));
    await row.getByRole('button').click();
    // It is that key and no other.
    const content = page.getByRole('table', { name: 'Content of the hash' });
    await content.getByRole('cell', { name: about, exact: true }).waitFor();
    await content.getByRole('cell', { name: '<i>value</i>', exact: true }).waitFor();
    await content.getByRole('cell', { name: '<b>field</b>', exact: true }).waitFor();
    expect(await row.getAttribute('aria-current')).toBe('true');
    // The address that now stands in the browser opens it again.
    await page.reload();
    await page.getByRole('cell', { name: about, exact: true }).waitFor();
    await page.getByText(`${NAMES.length + 1} of`, { exact: false }).waitFor();
  });

  it('too long to be asked for: told, and not offered', async () => {
    const cell = page.getByRole('table', { name: 'Keys' }).locator('td:first-child', { hasText: /^l{160}…$/ });
    expect([await cell.count(), await cell.getByRole('button').count()]).toEqual([1, 0]);
    await show(page, `keys?db=0&key=${TOO_LONG}`);
    await page.locator('.inspector .note-error').waitFor();
  });

  it('anything: nothing ran, nothing was asked of others, the page is as wide as its window', async () => {
    expect(await page.evaluate('window.harmed')).toBe(undefined);
    expect(await page.locator('table img, table script, table b, table i').count()).toBe(0);
    const [needed, given] = (await page.evaluate('[document.documentElement.scrollWidth, innerWidth]')) as number[];
    expect(needed).toBeLessThanOrEqual(given!);
    // The one refusal that the test asks for.
    expect(opened.complaints.filter((complaint) => !complaint.includes('status of 41'))).toEqual([]);
  });

  it('hot and big: listed the same way', async () => {
    await fetch(`http://127.0.0.1:${server.adminPort}/api/v1/bigkeys/refresh`, { method: 'POST' });
    await show(page, 'heavy-keys');
    const big = page.getByRole('table', { name: 'Big keys' }).locator('td:first-child');
    const listed = async (): Promise<string[]> => big.allTextContents();
    await expect.poll(listed, { timeout: 10_000 }).toContain('\\u202egnp.exe');
    expect(await listed()).toContain('<img src=x onerror="window.harmed=1">');
    expect(await page.evaluate('window.harmed')).toBe(undefined);
  });
});
