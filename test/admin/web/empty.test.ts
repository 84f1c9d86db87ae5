/** A server that nobody has used yet: each view says so, and what to do about it, instead of showing nothing. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServer, type TestServer } from '../../helpers/server.ts';
import { noBrowser, show, startBrowser, visit } from './browser.ts';

const NOTES = [
  ['keys', 'This database is empty', 'redis-cli SET hello world'],
  ['heavy-keys', 'No key stands out', 'Keys appear here once some are used much more than others'],
  ['slow-log', 'Nothing was slow', ''],
  ['clients', 'Nobody is connected', 'Any client of Redis can connect'],
  ['eviction', 'No prefixes seen yet', 'They appear as keys are read and written'],
] as const;

describe.skipIf(noBrowser())('the web page of a new server', () => {
  let server: TestServer;
  let browser: Browser;

  beforeAll(async () => {
    // A busy machine makes anything slow: here nothing is that takes less than a minute.
    server = await startServer({
      settings: { threads: 1, maxmemory: '64mb', 'slowlog-log-slower-than': 60_000_000 },
    });
    browser = await startBrowser();
  }, 60_000);

  afterAll(async () => {
    await browser.close();
    await server.stop();
  });

  it.each(NOTES)(
    'says in %s: %s',
    async (view, title, advice) => {
      const { page, complaints, close } = await visit(browser, server.adminPort);
      await show(page, view);
      const note = page.locator('.note', { hasText: title });
      await note.first().waitFor();
      expect(await note.first().innerText()).toContain(advice);
      expect(await page.locator('.note-error').count()).toBe(0);
      expect(complaints).toEqual([]);
      await close();
    },
    40_000,
  );

  it('compares no policies before there is anything to compare', async () => {
    const { page, close } = await visit(browser, server.adminPort);
    await show(page, 'eviction');
    const panel = page
      .locator('section, .panel')
      .filter({ has: page.getByRole('heading', { name: 'What other policies would hit' }) });
    await panel
      .last()
      .getByText(/Not enough reads yet|Nothing to compare yet/)
      .waitFor();
    expect(await panel.last().locator('.bar-row').count()).toBe(0);
    await close();
  }, 40_000);
});
