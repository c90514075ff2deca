import type { Page } from 'playwright-core';
import { browser } from '../support/browser.js';
import { ask } from '../support/ask.js';
import { curfew, newEmail } from '../support/curfew.js';
import { password } from '../support/people.js';
import { addresses, agents, rowOf, visitors } from './visitors.js';

const chrome = await browser();
const { apis: [api] } = await curfew({ TRUST_PROXY: '1' }, { gateways: 1 });
const visit = visitors(chrome, api);
const heads = ['Device', 'IP Address', 'Status', 'Time', 'Action'];

it.each([1280, 390])('answers who is signed in, this device first, under its five heads, at %i px', async (width) => {
  const email = newEmail();
  const laptop = await visit(email, { userAgent: agents.firefoxOnUbuntu, from: addresses.british, width });
  await visit(email, { userAgent: agents.pixel, from: addresses.british });
  const { page } = laptop;

  await rowOf(page, 'Pixel 9').getByText('Online now').waitFor();
  await page.getByText('2 devices are signed in to your account. 2 are online now.').waitFor();
  const all = page.locator('[data-line]');
  expect(await all.count()).toBe(2);
  const labels = width === 1280 ? page.getByRole('columnheader') : all.first().locator('dt');
  expect(await labels.allInnerTexts()).toEqual(heads);
  const own = all.first();
  expect(await own.innerText()).toMatch(/Firefox on Ubuntu[\s\S]*This device[\s\S]*81\.2\.69\.142[\s\S]*United Kingdom[\s\S]*Online now[\s\S]*Signed in [\s\S]*Log Out/);
  const signedIn = own.locator(`time[datetime="${laptop.session.createdAt}"]`);
  expect(await signedIn.getAttribute('title')).toMatch(/\d{4}.*\d\d:\d\d:\d\d.*GMT/);
  if (width === 1280) await rowOf(page, 'Pixel 9').locator('.tabler-icon-device-mobile').waitFor();
  expect(await isWithoutSidewaysScroll(page)).toBe(true);
}, 60_000);

it('renames a device in place, and the other browser follows; Escape leaves it', async () => {
  const email = newEmail();
  const laptop = await visit(email, { userAgent: agents.firefoxOnUbuntu });
  const phone = await visit(email, { userAgent: agents.pixel });

  await rowOf(laptop.page, 'Pixel 9').hover();
  await laptop.page.getByRole('button', { name: 'Rename Pixel 9' }).click();
  await laptop.page.getByLabel('New name of Pixel 9').fill('Never mind');
  await laptop.page.keyboard.press('Escape');
  await laptop.page.getByRole('link', { name: 'Pixel 9', exact: true }).waitFor();

  await laptop.page.getByRole('button', { name: 'Rename Pixel 9' }).click();
  await laptop.page.getByLabel('New name of Pixel 9').fill('Kitchen phone');
  await laptop.page.keyboard.press('Enter');
  for (const { page } of [laptop, phone]) {
    await page.getByRole('link', { name: 'Kitchen phone', exact: true }).waitFor();
    expect(await page.getByText('Never mind').count()).toBe(0);
  }
  expect(await rowOf(phone.page, 'Kitchen phone').innerText()).toMatch(/Kitchen phone\s+This device\s+Pixel 9/);

  // What others changed fades over, unless one asked for less motion.
  const fading = phone.page.locator('[data-was="Pixel 9"] > span');
  const duration = () => fading.evaluate((words) => getComputedStyle(words).animation);
  expect(await duration()).toContain('0.12s');
  await phone.page.emulateMedia({ reducedMotion: 'reduce' });
  expect(await duration()).not.toContain('0.12s');
}, 60_000);

it('has a page for a session: how it signed in, its type to correct, its addresses with a change of country flagged', async () => {
  const email = newEmail();
  const laptop = await visit(email, { userAgent: agents.firefoxOnUbuntu, from: addresses.british });
  const other = await visit(email, { userAgent: agents.chromeOnWindows, from: addresses.british });
  await other.context.setExtraHTTPHeaders({ 'x-forwarded-for': addresses.swedish });
  await other.page.reload();

  const { page } = laptop;
  await rowOf(page, 'Chrome on Windows').getByText('Sweden').waitFor();
  await page.getByRole('link', { name: 'Chrome on Windows' }).click();
  await page.getByRole('heading', { level: 1, name: /Chrome on Windows/ }).waitFor();
  for (const fact of ['Password', 'Chrome', 'Sweden', /^\d+ \w+, or \d+ \w+ at the latest$/]) await page.locator('dl').getByText(fact).first().waitFor();
  await page.getByText(/^The address changed (right|1 min) after signing in$/).waitFor();
  await page.getByText('Address changed while signed in').waitFor();
  expect(await page.getByRole('main').innerText()).toContain(addresses.british);

  await page.getByRole('button', { name: 'Correct it' }).click();
  await page.locator('label').filter({ hasText: 'Laptop' }).click();
  await page.locator('dd').filter({ hasText: /^Laptop Correct it$/ }).waitFor();
  await other.page.locator('[data-line]').first().locator('.tabler-icon-device-laptop').waitFor();
  await page.getByText('Type corrected to Laptop').waitFor();
}, 60_000);

it.each([1280, 390])('logs a device out at once, says what is proved, and lets the row leave, at %i px', async (width) => {
  const email = newEmail();
  const { page } = await visit(email, { width });
  const phone = await visit(email, { userAgent: agents.pixel });
  await rowOf(page, 'Pixel 9').getByText('Online now').waitFor();

  await page.getByRole('button', { name: 'Log Out, Pixel 9' }).click();
  const receipt = rowOf(page, 'Pixel 9').getByText(/^Logged out everywhere in \d+ ms · 1 connection closed$/);
  await receipt.waitFor();
  await page.mouse.move(5, 5);
  await phone.page.getByRole('heading', { name: 'You were logged out' }).waitFor();
  await rowOf(page, 'Pixel 9').waitFor({ state: 'detached' });
  await page.getByText('Only this device is signed in.').waitFor();
  await page.getByText('Nobody else is using your account. A new sign-in would appear here at once.').waitFor();

  await page.getByRole('tab', { name: /Recently ended/ }).click();
  const ended = page.getByRole('row').or(page.getByRole('listitem')).filter({ hasText: 'Pixel 9' });
  expect(await ended.innerText()).toMatch(/Logged out[\s\S]*by you, from [\s\S]*Ended \d+ s ago|Logged out[\s\S]*by you, from [\s\S]*Ended just now/);
}, 60_000);

it('asks once, with the count, before it logs out all other devices', async () => {
  const email = newEmail();
  const { page } = await visit(email);
  const others = [await visit(email, { userAgent: agents.pixel }), await visit(email, { userAgent: agents.firefoxOnUbuntu })];
  await page.getByRole('button', { name: 'Log out all other devices (2)' }).click();
  const dialog = page.getByRole('dialog', { name: 'Log out 2 other devices?' });
  await dialog.getByText('They have 2 sessions, and 2 of them are online now. All are logged out everywhere, at once. This device stays signed in.').waitFor();
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Keep them signed in');
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  expect((await others[0]?.page.title()) ?? '').toContain('Active Sessions');

  await page.getByRole('button', { name: 'Log out all other devices (2)' }).click();
  await dialog.getByRole('button', { name: 'Log out 2 devices' }).click();
  await page.getByText(/2 devices logged out everywhere in \d+ ms · 2 connections closed/).first().waitFor();
  for (const other of others) await other.page.getByRole('heading', { name: 'You were logged out' }).waitFor();
  await page.getByText('Only this device is signed in.').waitFor();
  expect(await page.getByRole('button', { name: /all other devices/ }).count()).toBe(0);
}, 60_000);

it('groups the sessions of one browser, opens them by a chevron, and logs them out together', async () => {
  const email = newEmail();
  const { page } = await visit(email);
  const phone = await visit(email, { userAgent: agents.pixel, at: null });
  await phone.signIn();

  const row = page.locator('[data-line]').filter({ has: page.getByRole('link', { name: 'Pixel 9', exact: true }) });
  const group = row.getByRole('button', { name: '2 sessions', exact: true });
  await group.click();
  expect(await group.getAttribute('aria-expanded')).toBe('true');
  for (const words of ['Session 1 of 2', 'Session 2 of 2']) await page.getByRole('link', { name: words }).waitFor();
  await group.press('ArrowLeft');
  await page.getByRole('link', { name: 'Session 1 of 2' }).waitFor({ state: 'detached' });
  await page.getByText('2 devices are signed in to your account.').waitFor();

  await page.getByRole('button', { name: 'Log Out, all 2 sessions of Pixel 9' }).click();
  await page.getByText(/^Logged out everywhere in/).waitFor();
  expect((await phone.context.request.get(`${api.url}/v1/sessions/current`)).status()).toBe(401);
}, 60_000);

it('shows the sessions of one browser one by one on a phone', async () => {
  const email = newEmail();
  const { page } = await visit(email, { width: 390 });
  const phone = await visit(email, { userAgent: agents.pixel, at: null });
  await phone.signIn();
  await page.getByRole('button', { name: 'Show all 2' }).click();
  const sheet = page.getByRole('dialog', { name: 'Pixel 9' });
  for (const words of ['Session 1 of 2', 'Session 2 of 2']) await sheet.getByRole('link', { name: words, exact: true }).waitFor();
  await sheet.getByRole('button', { name: 'Log Out, Session 2 of 2, Pixel 9' }).click();
  await sheet.getByText(/^Logged out everywhere in/).waitFor();
}, 60_000);

it('offers search and filter from eight rows on', async () => {
  const email = newEmail();
  const { page } = await visit(email, { userAgent: agents.firefoxOnUbuntu });
  const six = [agents.pixel, agents.iPhone, agents.iPad, agents.safariOnMac, agents.chromeOnWindows, agents.firefoxOnUbuntu];
  for (const userAgent of six) await signInFrom(email, userAgent);
  await page.getByText('7 devices are signed in to your account.').waitFor();
  expect(await page.getByRole('searchbox').count()).toBe(0);

  await signInFrom(email, agents.chromeOnWindows);
  const search = page.getByRole('searchbox', { name: 'Search devices' });
  await search.fill('windows');
  await rowOf(page, 'Pixel 9').waitFor({ state: 'detached' });
  expect(await page.locator('[data-line]').count()).toBe(2);
  await search.fill('lisbon');
  await page.getByText('No device matches “lisbon”').waitFor();
  await page.getByRole('button', { name: 'Clear search' }).last().click();
  await rowOf(page, 'Pixel 9').waitFor();

  await page.locator('label').filter({ hasText: 'Online now' }).click();
  await rowOf(page, 'Pixel 9').waitFor({ state: 'detached' });
  expect(await page.locator('[data-line]').count()).toBe(1);
}, 60_000);

/** One more device, which only asks by HTTP. */
async function signInFrom(email: string, userAgent: string): Promise<void> {
  await ask(api, 'POST /v1/sessions', { body: { email, password, delivery: 'token' }, headers: { 'user-agent': userAgent } });
}

const isWithoutSidewaysScroll = (page: Page): Promise<boolean> => page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth);
