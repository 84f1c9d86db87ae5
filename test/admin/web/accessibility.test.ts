/** What everybody needs who cannot see the page as it was drawn, or has no mouse: looked at in each view. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServer, type TestServer } from '../../helpers/server.ts';
import { noBrowser, show, startBrowser, visit } from './browser.ts';

const VIEWS = ['overview', 'keys', 'heavy-keys', 'latency', 'slow-log', 'clients', 'eviction', 'settings'] as const;

/** What is wrong with the document that is shown, as sentences. Runs in the browser. */
const FAULTS = `(() => {
  const faults = [];
  const all = (selector) => [...document.querySelectorAll(selector)];
  const shown = (element) => element.checkVisibility({ visibilityProperty: true });
  const what = (element) => element.outerHTML.slice(0, 90);
  const textOf = (ids) => ids.split(/\\s+/).map((id) => document.getElementById(id)?.textContent ?? '').join(' ').trim();
  const nameOf = (element) =>
    (element.getAttribute('aria-labelledby') ? textOf(element.getAttribute('aria-labelledby')) : '') ||
    element.getAttribute('aria-label') || [...(element.labels ?? [])].map((label) => label.textContent).join(' ').trim() ||
    element.textContent.trim() || element.getAttribute('title') || '';
  if (document.documentElement.lang === '') faults.push('the document has no language');
  if (!/\\S · Larder$/.test(document.title)) faults.push('the title is ' + document.title);
  if (/maximum-scale|user-scalable/.test(document.querySelector('meta[name=viewport]').content)) faults.push('no zoom');
  for (const element of all('a[href], button, input, select, textarea, [role=button], [tabindex]'))
    if (shown(element) && element.id !== 'main' && nameOf(element) === '') faults.push('no name: ' + what(element));
  for (const element of all('[role=img], table, fieldset, nav, dialog, [role=dialog], figure [role=img]'))
    if (shown(element) && nameOf(element) === '') faults.push('no name: ' + what(element));
  for (const element of all('table')) if (!element.getAttribute('aria-label')) faults.push('unnamed table: ' + what(element));
  for (const element of all('[tabindex]')) if (element.tabIndex > 0) faults.push('an order of its own: ' + what(element));
  const ids = all('[id]').map((element) => element.id);
  for (const id of ids) if (ids.indexOf(id) !== ids.lastIndexOf(id)) faults.push('twice: #' + id);
  for (const name of ['aria-describedby', 'aria-labelledby', 'aria-controls'])
    for (const element of all('[' + name + ']'))
      for (const id of element.getAttribute(name).split(/\\s+/))
        if (document.getElementById(id) === null) faults.push(name + ' names nothing: ' + what(element));
  let level = 0;
  for (const heading of all('h1, h2, h3, h4').filter(shown)) {
    const next = Number(heading.tagName[1]);
    if (next > level + 1) faults.push('a level is left out before: ' + what(heading));
    level = next;
  }
  for (const header of all('table th')) {
    if (!['col', 'row'].includes(header.scope)) faults.push('a header of nothing: ' + what(header));
    if (header.textContent.trim() === '') faults.push('an empty header: ' + what(header));
  }
  for (const image of all('svg, img, canvas'))
    if (!image.closest('[aria-hidden=true], [role=img], button, a') && !image.getAttribute('aria-label'))
      faults.push('a picture without words: ' + what(image));
  if (all('main').length !== 1 || all('h1').filter(shown).length !== 1) faults.push('not one main part with one heading');
  if (all('nav[aria-label] [aria-current=page]').length !== 1) faults.push('the navigation does not say where this is');
  return [...new Set(faults)];
})()`;

/** Where the focus is: its name for messages, and whether one sees it. Runs in the browser. */
const FOCUS = `(() => {
  const element = document.activeElement;
  const style = getComputedStyle(element);
  const { left, top, right, bottom } = element.getBoundingClientRect();
  const middle = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
  return {
    what: element.outerHTML.slice(0, 90),
    isBody: element === document.body,
    // Either way round: a label may lie over its field.
    isSeen: middle !== null && (element.contains(middle) || middle.contains(element)),
    hasRing: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
  };
})()`;

interface Focus {
  readonly what: string;
  readonly isBody: boolean;
  readonly isSeen: boolean;
  readonly hasRing: boolean;
}

describe.skipIf(noBrowser())('the web page, for everybody', () => {
  let server: TestServer;
  let browser: Browser;

  beforeAll(async () => {
    server = await startServer({ settings: { threads: 1, 'slowlog-log-slower-than': 0, maxmemory: '64mb' } });
    for (let i = 0; i < 20; i++) await server.ask('HSET', `user:${i}`, 'name', 'Ada');
    await fetch(`http://127.0.0.1:${server.adminPort}/api/v1/bigkeys/refresh`, { method: 'POST' });
    browser = await startBrowser();
  }, 60_000);

  afterAll(async () => {
    await browser.close();
    await server.stop();
  });

  const ready = async (page: Page, view: string): Promise<void> => {
    await show(page, view);
    await page.locator(`nav a[href="#/${view}"][aria-current="page"]`).first().waitFor({ state: 'attached' });
    await page.locator('main h1').waitFor();
    await expect.poll(() => page.locator('main').getByText('Loading').count(), { timeout: 10_000 }).toBe(0);
  };

  it.each([
    ['wide', { viewport: { width: 1280, height: 800 } }],
    ['narrow', { viewport: { width: 320, height: 640 }, hasTouch: true }],
  ])(
    'has names, levels, headers and words for pictures: %s',
    async (_width, options) => {
      const { page, complaints, close } = await visit(browser, server.adminPort, '', options);
      for (const view of VIEWS) {
        await ready(page, view);
        if (view === 'keys') await page.getByRole('button', { name: 'user:7', exact: true }).click();
        if (view === 'settings') await page.getByRole('button', { name: 'Edit maxmemory', exact: true }).click();
        expect([view, await page.evaluate(FAULTS)]).toEqual([view, []]);
        const [needed, given] = (await page.evaluate('[document.documentElement.scrollWidth, innerWidth]')) as number[];
        expect(needed, `${view} scrolls sideways`).toBeLessThanOrEqual(given!);
      }
      expect(complaints).toEqual([]);
      await close();
    },
    60_000,
  );

  it('would be found wanting', async () => {
    const { page, close } = await visit(browser, server.adminPort);
    await ready(page, 'clients');
    await page.evaluate(`document.querySelector('main').insertAdjacentHTML('beforeend',
      '<h4 id="main">x</h4><button></button><table><th></th></table><svg></svg><p tabindex="2" aria-describedby="no"></p>')`);
    const faults = ((await page.evaluate(FAULTS)) as string[]).join('\n');
    expect(faults).toMatch(/no name: <button/);
    for (const wrong of [
      'twice: #main',
      'unnamed table',
      'a level is left out',
      'an empty header',
      'a picture without',
    ]) {
      expect(faults).toContain(wrong);
    }
    expect(faults).toContain('an order of its own');
    expect(faults).toContain('names nothing');
    await close();
  }, 40_000);

  it.each(VIEWS)(
    'shows where the focus is, and never loses it: %s',
    async (view) => {
      const { page, close } = await visit(browser, server.adminPort);
      await ready(page, view);
      await page.evaluate('document.activeElement.blur()');
      const seen = new Set<string>();
      for (let i = 0; i < 40; i++) {
        await page.keyboard.press('Tab');
        const focus = (await page.evaluate(FOCUS)) as Focus;
        // Behind the last element the browser's own bar has its turn.
        if (focus.isBody) break;
        expect(focus).toMatchObject({ isSeen: true, hasRing: true });
        seen.add(focus.what);
      }
      // The link past the navigation, eight views, the colours, and what the view has.
      expect(seen.size).toBeGreaterThanOrEqual(10);
      await close();
    },
    60_000,
  );

  it('has a heading that says where one is after each change of view', async () => {
    const { page, close } = await visit(browser, server.adminPort);
    const titles = new Set<string>();
    for (const view of VIEWS) {
      await ready(page, view);
      titles.add(await page.title());
    }
    expect(titles.size).toBe(VIEWS.length);
    await close();
  }, 40_000);
});
