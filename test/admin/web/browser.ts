/** A real Chromium in front of a real server. Without Chromium tests fail in CI, and say so aloud elsewhere. */
import { existsSync } from 'node:fs';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const path = process.env['CHROMIUM'] ?? PLACES.find((place) => existsSync(place));

/** Whether browser tests cannot run here. In CI that is an error, so that nobody takes a skipped test for a passed one. */
export function noBrowser(): boolean {
  if (path !== undefined) return false;
  const text = 'No Chromium: install the Debian package `chromium`, or set CHROMIUM to its path.';
  if (process.env['CI'] !== undefined) throw new Error(text);
  process.stderr.write(`\n*** Browser tests are skipped. ${text}\n\n`);
  return true;
}

export function startBrowser(): Promise<Browser> {
  // Containers have neither user namespaces for a sandbox nor a graphics card; only our own page is opened.
  return chromium.launch({ executablePath: path ?? '', args: ['--no-sandbox', '--disable-gpu'] });
}

export interface Visit {
  readonly page: Page;
  /** Errors and warnings of the console, uncaught exceptions, requests to anybody else. */
  readonly complaints: string[];
  close(): Promise<void>;
}

/** Opens the page of a server. `asked` are statuses that a test provokes: the browser's own notes on them are none. */
export async function visit(
  browser: Browser,
  port: number,
  hash = '',
  options: BrowserContextOptions = {},
  asked: readonly number[] = [],
): Promise<Visit> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    const text = message.text();
    if (asked.some((status) => text.includes(`status of ${status}`))) return;
    if (['error', 'warning'].includes(message.type())) complaints.push(text);
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('request', (request) => {
    const { hostname } = new URL(request.url());
    if (hostname !== '127.0.0.1') complaints.push(`asked for ${request.url()}`);
  });
  await page.goto(`http://127.0.0.1:${port}/${hash}`);
  return { page, complaints, close: () => context.close() };
}

/** Changes the view without loading the page anew. */
export async function show(page: Page, view: string): Promise<void> {
  await page.evaluate(`location.hash = '#/${view}'`);
}
