import type { Page } from 'playwright-core';
import { browser } from '../support/browser.js';
import { curfew, newEmail } from '../support/curfew.js';
import { password } from '../support/people.js';
import { addresses, agents, visitors } from './visitors.js';

// A sign-in from a device and a country that the account has not seen.
const chrome = await browser();
const { apis: [api] } = await curfew({ TRUST_PROXY: '1' }, { gateways: 1 });
const visit = visitors(chrome, api);
const title = 'New sign-in: Chrome on Windows, in Sweden';

it.each([1280, 390])('shows a notice, live, on the other dashboards only, until one of them says that it was theirs, at %i px', async (width) => {
  const email = newEmail();
  const laptop = await visit(email, { userAgent: agents.firefoxOnUbuntu, from: addresses.british, width });
  const phone = await visit(email, { userAgent: agents.pixel, from: addresses.british });
  const newcomer = await visit(email, { userAgent: agents.chromeOnWindows, from: addresses.swedish });

  for (const { page } of [laptop, phone]) {
    const notice = page.getByRole('article', { name: title });
    await notice.getByText(/(just now|ago), from 89\.160\.20\.112\. You have not used this device or this country before\.$/).waitFor();
    expect(await page.title()).toMatch(/^\(1\) Active Sessions/);
  }
  await newcomer.page.getByText('3 devices are signed in to your account.').waitFor();
  expect(await newcomer.page.getByText(title).count()).toBe(0);

  await phone.page.getByRole('button', { name: 'It was me' }).click();
  for (const { page } of [laptop, phone]) await page.getByText(title).waitFor({ state: 'detached' });
  expect(await laptop.page.getByText('Not seen on your account before').count()).toBe(0);
}, 60_000);

it('lets one of several notices speak, so that the table stays in sight; its title leads to the row', async () => {
  const email = newEmail();
  const { page } = await visit(email, { userAgent: agents.firefoxOnUbuntu, from: addresses.british });
  for (const userAgent of [agents.pixel, agents.iPad, agents.chromeOnWindows]) await visit(email, { userAgent, from: addresses.swedish, at: null });
  const more = page.getByRole('button', { name: 'And 2 more new sign-ins' });
  await more.waitFor();
  expect(await page.getByRole('article').count()).toBe(1);

  await page.getByRole('article').getByRole('link', { name: /^New sign-in: / }).click();
  expect(await page.evaluate(() => document.activeElement?.closest('[data-line]')?.getAttribute('data-new'))).toBe('true');
  expect(new URL(page.url()).pathname).toBe('/sessions');

  await more.click();
  expect(await page.getByRole('article').count()).toBe(3);
  expect(await more.count()).toBe(0);
}, 60_000);

it('logs it out and blocks it: that browser may not sign in to the account until it is unblocked', async () => {
  const email = newEmail();
  const { page } = await visit(email, { userAgent: agents.firefoxOnUbuntu, from: addresses.british });
  const newcomer = await visit(email, { userAgent: agents.chromeOnWindows, from: addresses.swedish });
  await page.getByRole('button', { name: 'Log it out and block it' }).click();
  await newcomer.page.getByRole('heading', { name: 'You were logged out' }).waitFor();
  await page.getByText(/^Logged out everywhere in/).waitFor();

  await newcomer.page.getByRole('link', { name: 'Sign in again' }).click();
  await enter(newcomer.page, email, 'not the password at all');
  await newcomer.page.getByText('Email address or password is not right.').waitFor();
  await enter(newcomer.page, email, password);
  await newcomer.page.getByText('This device is blocked from this account. Unblock it from another device.').waitFor();

  await page.getByRole('link', { name: 'Blocked devices' }).click();
  await page.getByText(/^Blocked .*, from Firefox on Ubuntu$/).waitFor();
  await page.getByText(/Clearing a browser’s data makes it a new device/).waitFor();
  await page.getByRole('button', { name: 'Unblock, Chrome on Windows' }).click();
  await page.getByText('No device is blocked').waitFor();
  await page.getByRole('link', { name: 'Activity' }).click();
  for (const words of ['Device blocked', 'Device unblocked']) await page.getByRole('listitem').filter({ hasText: words }).filter({ hasText: 'Chrome on Windows' }).waitFor();
  await page.goto(`${api.url}/sessions?tab=ended`);
  const ended = page.getByRole('row').filter({ hasText: 'Chrome on Windows' });
  expect(await ended.innerText()).toMatch(/Logged out and blocked\s+by you, from Firefox on Ubuntu/);

  await newcomer.page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await newcomer.page.getByRole('heading', { name: 'Active Sessions' }).waitFor();
}, 60_000);

async function enter(page: Page, email: string, secret: string): Promise<void> {
  await page.getByRole('button', { name: 'Sign in', exact: true }).waitFor();
  await page.getByLabel('Email address').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(secret);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}
