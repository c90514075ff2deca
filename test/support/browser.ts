import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { atEnd } from './at-end.js';

/** A real Chromium for this file, closed after its last test. */
export async function browser(): Promise<Browser> {
  const { file, env } = JSON.parse(process.env['CURFEW_TEST_CHROMIUM'] ?? '{}') as { file: string; env: Record<string, string> };
  const launched = await chromium.launch({
    executablePath: file,
    args: ['--no-sandbox', '--headless=shell', '--disable-dev-shm-usage'],
    env: { PATH: process.env['PATH'] ?? '', ...env },
  });
  atEnd(() => launched.close());
  return launched;
}

/** Someone at a browser of their own: nothing is shared with the others, as on another machine. What goes wrong on the page fails the test. */
export async function someone(chrome: Browser, options: Parameters<Browser['newContext']>[0] = {}): Promise<{ readonly context: BrowserContext; readonly page: Page; readonly complaints: readonly string[] }> {
  const context = await chrome.newContext({ locale: 'en-GB', timezoneId: 'Europe/London', ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(`error: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error' && !isExpected(message.text())) complaints.push(message.text());
  });
  atEnd(async (failed) => {
    if (failed && !page.isClosed()) process.stderr.write(`\n--- ${page.url()}\n${await page.locator('body').ariaSnapshot().catch(String)}\n${complaints.join('\n')}\n`);
  });
  return { context, page, complaints };
}

// Chromium itself reports each answer of 4xx: being signed out is one.
const isExpected = (text: string): boolean => /the server responded with a status of 40[13]|WebSocket/.test(text);
