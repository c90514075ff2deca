import type { Page } from 'playwright-core';
import { browser } from '../support/browser.js';
import { curfew, newEmail } from '../support/curfew.js';
import { administrator, password } from '../support/people.js';
import { agents, rowOf, visitors } from './visitors.js';

// What a browser says once it was signed out: why, by whom, what to do, and nothing of the account.
const chrome = await browser();
const { apis: [api], database } = await curfew({}, { gateways: 1 });
const visit = visitors(chrome, api);

it('names the device on which Log Out was pressed, tells what was typed and lost, and shows nothing private on Back', async () => {
  const email = newEmail();
  const laptop = await visit(email, { userAgent: agents.firefoxOnUbuntu });
  const phone = await visit(email, { userAgent: agents.pixel, at: '/profile' });
  const { page } = phone;
  await page.getByRole('link', { name: /Active Sessions/ }).first().click();
  await rowOf(page, 'This device').hover();
  await page.getByRole('button', { name: 'Rename Pixel 9' }).click();
  await page.getByLabel('New name of Pixel 9').fill('Kitchen iP');

  await laptop.page.getByRole('button', { name: 'Log Out, Pixel 9' }).click();
  await page.getByRole('heading', { name: 'You were logged out' }).waitFor();
  await page.getByText(/^from Firefox on Ubuntu · (\d+ s ago|just now)$/).waitFor();
  await page.getByText('Log Out was pressed for this device on another device of your account. Nothing here is signed in any more.').waitFor();
  await page.getByText('The name you were typing, “Kitchen iP”, was not saved.').waitFor();
  await page.getByText('Sign in and change your password. That logs out every other device.').waitFor();
  expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('H1');
  expect(new URL(page.url()).pathname).toBe('/signed-out');

  const seen = await watchFor(page, email);
  await page.goBack();
  await page.getByRole('heading', { name: /You were logged out|Sign in/ }).waitFor();
  await page.goBack().catch(() => undefined);
  await page.goForward().catch(() => undefined);
  await page.getByRole('heading', { name: /You were logged out|Sign in/ }).waitFor();
  expect(await seen()).toBe(false);
  await page.reload();
  await page.getByRole('heading', { name: /You were logged out|Sign in/ }).waitFor();
  expect(await page.locator('body').innerText()).not.toContain(email);
}, 60_000);

it('says that an administrator did it', async () => {
  const root = await administrator(api);
  const { page, session } = await visit(newEmail());
  await root.device.call(`DELETE /v1/admin/sessions/${session.id}?reason=lost`);
  await page.getByText(/^by an administrator · /).waitFor();
  await page.getByText('An administrator', { exact: true }).waitFor();
}, 60_000);

it('says that the password was changed, and Profile says how many devices that logged out', async () => {
  const email = newEmail();
  const laptop = await visit(email, { at: '/profile' });
  const { page } = await visit(email, { userAgent: agents.pixel });
  await laptop.page.getByText('Changing your password logs out your 1 other device.').waitFor();
  await laptop.page.getByLabel('Current password', { exact: true }).fill(password);
  await laptop.page.getByLabel('New password', { exact: true }).fill(`${password}!`);
  await laptop.page.getByRole('button', { name: 'Change password' }).click();
  await laptop.page.getByText(/^Password changed\. Every other device is logged out everywhere, in \d+ ms\.$/).first().waitFor();
  await page.getByText(/^because your password was changed · /).waitFor();
}, 60_000);

it('says after how many days of not being used', async () => {
  const { page, session } = await visit(newEmail());
  // As if a minute had passed since: the worker marks what is over only when no late news of its use can come any more.
  await database.query(`update sessions set last_active_at = now() - interval '14 days 1 minute', expires_at = now() - interval '1 minute' where id = $1`, [session.id]);
  await page.getByText(/^because it was not used for 14 days · /).waitFor({ timeout: 20_000 });
}, 60_000);

it('says of a device that was away that it was logged out meanwhile, and where the reason stands', async () => {
  const email = newEmail();
  const laptop = await visit(email);
  const phone = await visit(email, { userAgent: agents.pixel });
  await phone.page.goto('about:blank');
  await laptop.page.getByRole('button', { name: 'Log Out, Pixel 9' }).click();
  await laptop.page.getByText(/^Logged out everywhere/).waitFor();
  await phone.page.goto(`${api.url}/sessions`);
  await phone.page.getByText('This device was logged out while it was away. Sign in, then look under Recently ended to see why.').waitFor();
}, 60_000);

it('tells an own sign-out from one by somebody else', async () => {
  const { page, context } = await visit(newEmail(), { width: 390 });
  await page.getByRole('button', { name: /^Log Out/ }).click();
  await page.getByRole('heading', { name: 'You signed out.' }).waitFor();
  expect(await page.getByText('If it was not you').count()).toBe(0);
  expect((await context.request.get(`${api.url}/v1/sessions/current`)).status()).toBe(401);
}, 60_000);

/** Looks at everything that is drawn from now on, also for a moment: was this text ever there? */
async function watchFor(page: Page, text: string): Promise<() => Promise<boolean>> {
  await page.evaluate((wanted) => {
    const look = (): void => {
      if (document.body.innerText.includes(wanted)) document.documentElement.dataset['seen'] = 'yes';
    };
    new MutationObserver(look).observe(document.body, { childList: true, subtree: true, characterData: true });
    look();
  }, text);
  return () => page.evaluate(() => document.documentElement.dataset['seen'] === 'yes');
}
