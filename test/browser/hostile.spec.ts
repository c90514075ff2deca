import type { Page } from 'playwright-core';
import { browser, someone } from '../support/browser.js';
import { curfew, newEmail } from '../support/curfew.js';
import { administrator, password } from '../support/people.js';
import { agents, visitors } from './visitors.js';

// What a stranger may write is only ever text: in the User-Agent, in a device's label, in a name.
const chrome = await browser();
const { apis: [api] } = await curfew({}, { gateways: 1 });
const visit = visitors(chrome, api);
const image = '<img src=x onerror="window.__x=1">';
const vector = '"><svg onload="window.__x=2">';
const model = '<img src=x onerror=window.__x=3>';

it('shows markup as text, runs none of it, and breaks no rule of its own policy', async () => {
  const email = newEmail();
  const victim = await visit(email, { name: vector, userAgent: agents.firefoxOnUbuntu, at: null });
  const seen = await watched(victim.page);
  const stranger = await visit(email, { userAgent: `Mozilla/5.0 (Linux; Android 15; ${model}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/147.0.0.0 Mobile Safari/537.36`, at: null });
  const label = await stranger.context.request.patch(`${api.url}/v1/sessions/${stranger.session.id}`, { data: { label: image }, headers: { origin: api.origin } });
  expect(label.status()).toBe(200);

  for (const [path, text] of [
    ['/sessions', image],
    [`/sessions/${stranger.session.id}`, image],
    ['/activity', image],
    ['/profile', null],
  ] as const) {
    await victim.page.goto(`${api.url}${path}`);
    if (text !== null) await victim.page.getByText(text).first().waitFor();
    else await victim.page.getByLabel('Name', { exact: true }).waitFor();
    expect({ path, ...(await seen()) }).toEqual({ path, ran: null, refused: [], injected: 0 });
  }
  expect(await victim.page.getByLabel('Name', { exact: true }).inputValue()).toBe(vector);

  await victim.page.goto(`${api.url}/sessions`);
  await victim.page.getByRole('button', { name: `Log Out, ${image}` }).click();
  await victim.page.getByText(/^Logged out everywhere/).waitFor();
  await victim.page.getByRole('tab', { name: /Recently ended/ }).click();
  await victim.page.getByText(image).first().waitFor();
  expect(await seen()).toEqual({ ran: null, refused: [], injected: 0 });
}, 60_000);

it('does so for administrators, too', async () => {
  const root = await administrator(api);
  const email = newEmail();
  const stranger = await visit(email, { name: vector, userAgent: `Mozilla/5.0 (Linux; Android 15; ${model}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/147.0.0.0 Mobile Safari/537.36`, at: null });
  await stranger.context.request.patch(`${api.url}/v1/sessions/${stranger.session.id}`, { data: { label: image }, headers: { origin: api.origin } });

  const { page, complaints } = await someone(chrome);
  const seen = await watched(page);
  await page.goto(`${api.url}/sign-in`);
  await page.getByLabel('Email address').fill(root.email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('link', { name: 'All Sessions' }).click();
  await page.getByRole('searchbox').first().fill(email);
  await page.getByText(image).first().waitFor();
  expect(await seen()).toEqual({ ran: null, refused: [], injected: 0 });
  expect(complaints).toEqual([]);
}, 60_000);

/** What ran, what the policy refused, and how many elements came out of the texts, on the page as it is now. */
async function watched(page: Page): Promise<() => Promise<object>> {
  await page.addInitScript(() => {
    const refused: string[] = [];
    Object.assign(globalThis, { refused });
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sourceFile, lineNumber, columnNumber }) => refused.push(`${violatedDirective} ${blockedURI} ${sourceFile}:${lineNumber}:${columnNumber}`));
  });
  return () =>
    page.evaluate(() => {
      const { __x: ran = null, refused } = globalThis as unknown as { __x?: number; refused: readonly string[] };
      return { ran, refused, injected: document.querySelectorAll('img[src=x], svg[onload]').length };
    });
}
