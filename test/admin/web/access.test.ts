/** Who gets in, and whether the page can be used without a mouse. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServer, type TestServer } from '../../helpers/server.ts';
import { noBrowser, startBrowser, visit } from './browser.ts';

const TOKEN = 'a-token-of-the-test';

describe.skipIf(noBrowser())('the web page with a token', () => {
  let server: TestServer;
  let browser: Browser;

  beforeAll(async () => {
    server = await startServer({ settings: { threads: 1, 'admin-token': TOKEN } });
    browser = await startBrowser();
  }, 60_000);

  afterAll(async () => {
    await browser.close();
    await server.stop();
  });

  const enter = async (page: Page, token: string): Promise<void> => {
    await page.getByLabel('Token').fill(token);
    await page.getByRole('button', { name: 'Sign in' }).click();
  };

  it('shows nothing before, refuses a wrong token with a sentence, and opens for the right one', async () => {
    const { page, complaints, close } = await visit(browser, server.adminPort, '#/settings');
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    expect(await page.getByRole('navigation').count()).toBe(0);
    // Nothing was asked that could be refused.
    expect(complaints).toEqual([]);
    await enter(page, 'wrong');
    await page.getByRole('alert').filter({ hasText: 'This token is wrong' }).waitFor();
    expect(await page.evaluate('sessionStorage.length')).toBe(0);
    await enter(page, TOKEN);
    await page.locator('[data-setting="maxmemory"]').waitFor();
    // The tab keeps it, and nothing that outlives the tab does.
    await page.reload();
    await page.locator('[data-setting="maxmemory"]').waitFor();
    expect(await page.evaluate('JSON.stringify(localStorage) + document.cookie + location.href')).not.toContain(TOKEN);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    expect(await page.evaluate('sessionStorage.length')).toBe(0);
    expect(complaints.filter((text) => !text.includes('status of 401'))).toEqual([]);
    await close();
  }, 40_000);

  it('asks again when the token stops being right', async () => {
    const { page, close } = await visit(browser, server.adminPort, '#/clients', {}, [401]);
    await enter(page, TOKEN);
    await page.getByRole('heading', { name: 'Connections' }).waitFor();
    await page.evaluate("sessionStorage.setItem('larder-token', 'stale')");
    await page.reload();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await close();
  }, 40_000);

  it('asks again when the password is changed under it, and takes one that is not English', async () => {
    const other = await startServer({ settings: { threads: 1 } });
    const { page, close } = await visit(browser, other.adminPort, '', {}, [401]);
    await page.locator('.plot canvas').first().waitFor();
    const password = 'pä$$wörd €';
    const client = await other.connect();
    expect(await client.text('CONFIG', 'SET', 'requirepass', password)).toBe('+OK\r\n');
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await enter(page, password);
    await page.locator('.plot canvas').first().waitFor();
    await client.command('AUTH', password);
    expect(await client.text('CONFIG', 'SET', 'requirepass', '')).toBe('+OK\r\n');
    await client.close();
    await close();
    await other.stop();
  }, 40_000);

  it('goes on with a token that it has set itself, and shows only that there is one', async () => {
    const other = await startServer({ settings: { threads: 1 } });
    const { page, complaints, close } = await visit(browser, other.adminPort, '#/settings?find=admin-token');
    const row = page.locator('[data-setting="admin-token"]');
    await row.getByText('(not set)').waitFor();
    await row.getByRole('button', { name: 'Edit admin-token' }).click();
    expect(await row.getByLabel('admin-token').getAttribute('type')).toBe('password');
    await row.getByLabel('admin-token').fill('its own');
    await row.getByRole('button', { name: 'Save' }).click();
    await row.getByText('(hidden)').waitFor();
    await page.getByRole('button', { name: 'Sign out' }).waitFor();
    expect(await page.locator('body').innerText()).not.toContain('its own');
    expect((await fetch(`http://127.0.0.1:${other.adminPort}/api/v1/eviction`)).status).toBe(401);
    // The stream begins anew, and so does the page.
    await page.evaluate("location.hash = '#/overview'");
    await page.locator('.plot canvas').first().waitFor();
    await page.reload();
    await page.locator('.plot canvas').first().waitFor();
    expect(complaints).toEqual([]);
    await close();
    await other.stop();
  }, 60_000);

  it('is used by keyboard alone: sign in, go to a view, edit a setting, leave a dialog', async () => {
    const { page, complaints, close } = await visit(browser, server.adminPort);
    const press = (key: string): Promise<void> => page.keyboard.press(key);
    const focused = (): Promise<string> =>
      page.evaluate(
        "(document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent).trim()",
      ) as Promise<string>;
    /** Tabs on until the element of this name has the focus, which must then be visible. */
    const reach = async (name: string): Promise<void> => {
      for (let i = 0; i < 60; i++) {
        await press('Tab');
        if ((await focused()) !== name) continue;
        const style = await page.evaluate('getComputedStyle(document.activeElement).outlineStyle');
        expect(style, `${name} shows its focus`).toBe('solid');
        return;
      }
      throw new Error(`${name} is not reached; the focus is on ${await focused()}`);
    };
    await page.getByLabel('Token').waitFor();
    await press('Tab');
    await page.keyboard.type(TOKEN);
    await press('Enter');
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
    await reach('Settings');
    await press('Enter');
    await page.getByRole('searchbox').waitFor();
    await reach('Skip to content').catch(() => page.evaluate("document.querySelector('.skip').focus()"));
    await press('Enter');
    expect(await page.evaluate('document.activeElement.id')).toBe('main');
    await press('Tab');
    await page.keyboard.type('maxmemory-samples');
    await reach('Edit maxmemory-samples');
    await press('Enter');
    await expect.poll(focused).toBe('maxmemory-samples');
    await press('Control+a');
    await page.keyboard.type('9');
    await press('Enter');
    await expect.poll(focused).toBe('Edit maxmemory-samples');
    await page.locator('[data-setting="maxmemory-samples"]').getByText('9', { exact: true }).waitFor();
    await page.evaluate("location.hash = '#/keys'");
    await page.getByLabel('Pattern').focus();
    await page.getByRole('button', { name: 'Flush database 0…' }).focus();
    await press('Enter');
    expect(await page.getByRole('dialog').count()).toBe(1);
    await press('Escape');
    await expect.poll(() => page.getByRole('dialog').count()).toBe(0);
    await expect.poll(focused).toBe('Flush database 0…');
    expect(complaints).toEqual([]);
    await close();
  }, 60_000);

  it('has one main landmark, a named navigation, one first heading, and a name for every control', async () => {
    const { page, close } = await visit(browser, server.adminPort);
    await enter(page, TOKEN);
    // The form before has a heading, too.
    await page.getByRole('navigation', { name: 'Views' }).waitFor();
    for (const view of ['overview', 'keys', 'heavy-keys', 'latency', 'slow-log', 'clients', 'eviction', 'settings']) {
      await page.evaluate(`location.hash = '#/${view}'`);
      await page.locator('main h1').waitFor();
      expect(await page.getByRole('main').count()).toBe(1);
      expect(await page.getByRole('navigation', { name: 'Views' }).count()).toBe(1);
      expect(await page.getByRole('heading', { level: 1 }).count()).toBe(1);
      const nameless = await page.evaluate(`[...document.querySelectorAll('button, input, select')].filter((element) =>
        !(element.getAttribute('aria-label') || element.textContent.trim() || element.labels?.length)).length`);
      expect(nameless, view).toBe(0);
    }
    expect(await page.locator('[aria-live="polite"]').count()).toBeGreaterThan(0);
    await close();
  }, 40_000);

  it('does not move for those who asked for that', async () => {
    const { page, close } = await visit(browser, server.adminPort, '', { reducedMotion: 'reduce' });
    await enter(page, TOKEN);
    await page.locator('.shelf > span').first().waitFor({ state: 'attached' });
    expect(await page.evaluate("getComputedStyle(document.querySelector('.shelf > span')).transitionDuration")).toBe(
      '0s',
    );
    await close();
  }, 40_000);
});
