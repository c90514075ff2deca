import type { Page, WebSocket } from 'playwright-core';
import { browser, someone } from '../support/browser.js';
import { curfew, newEmail } from '../support/curfew.js';
import { within } from '../support/eventually.js';
import { administrator, password } from '../support/people.js';

const chrome = await browser();
const { apis: [api] } = await curfew();

it('shows two signed-in devices live; Log Out on one, and the other is on the signed-out page, its socket closed', async () => {
  const [laptop, phone] = [await someone(chrome), await someone(chrome)];
  const email = newEmail();

  await laptop.page.goto(api.url);
  await laptop.page.getByRole('link', { name: 'Create one' }).click();
  await enter(laptop.page, email, 'Create account');
  await laptop.page.getByRole('heading', { name: 'Active Sessions' }).waitFor();
  expect(await rows(laptop.page, 1)).toMatchObject([expect.stringContaining('This device')]);
  expect(await laptop.page.getByRole('columnheader').allInnerTexts()).toEqual(['Device', 'IP Address', 'Status', 'Time', 'Action']);

  const sockets = socketsOf(phone.page);
  await phone.page.goto(api.url);
  await enter(phone.page, email, 'Sign in');

  for (const page of [laptop.page, phone.page]) {
    expect(await rows(page, 2)).toMatchObject([expect.stringContaining('This device'), expect.not.stringContaining('This device')]);
    await page.getByText('Online now').nth(1).waitFor();
  }

  const socket = await within(5_000, sockets, 'a socket of the phone');
  const closed = new Promise<number>((resolve) => {
    socket.once('close', () => resolve(performance.now()));
  });
  const pressed = performance.now();
  await laptop.page.getByRole('row').filter({ hasNotText: 'This device' }).getByRole('button', { name: /^Log Out/ }).click();

  await phone.page.getByRole('heading', { name: 'You were logged out' }).waitFor();
  expect((await within(5_000, closed, 'its socket closes')) - pressed).toBeLessThan(2_000);
  await phone.page.getByText('Log Out was pressed for this device on another device of your account.').waitFor();
  expect((await phone.page.request.get(`${api.url}/v1/sessions/current`)).status()).toBe(401);
  await laptop.page.getByText(/Logged out everywhere in/).waitFor();
  await phone.page.goto(`${api.url}/sessions`);
  await phone.page.getByRole('button', { name: 'Sign in' }).or(phone.page.getByRole('link', { name: 'Sign in again' })).waitFor();

  expect([laptop.complaints, phone.complaints]).toEqual([[], []]);
}, 60_000);

it('signs out the device that logs itself out', async () => {
  const { page, complaints } = await someone(chrome);
  await page.goto(`${api.url}/sign-up`);
  await enter(page, newEmail(), 'Create account');
  await page.getByRole('row').filter({ hasText: 'This device' }).getByRole('button', { name: /^Log Out/ }).click();
  await page.getByRole('heading', { name: /signed out/i }).waitFor();
  expect((await page.request.get(`${api.url}/v1/sessions/current`)).status()).toBe(401);
  expect(complaints).toEqual([]);
}, 60_000);

it('lets an administrator find anyone and log them out, with a reason', async () => {
  const root = await administrator(api);
  const [desk, victim] = [await someone(chrome), await someone(chrome)];
  const email = newEmail('grace');
  await victim.page.goto(`${api.url}/sign-up`);
  await enter(victim.page, email, 'Create account');
  await victim.page.getByRole('heading', { name: 'Active Sessions' }).waitFor();

  await desk.page.goto(api.url);
  await enter(desk.page, root.email, 'Sign in');
  await desk.page.getByRole('link', { name: 'All Sessions' }).click();
  await desk.page.getByRole('searchbox').or(desk.page.getByPlaceholder('Email, name, IP, device')).first().fill(email);
  const row = desk.page.getByRole('row').filter({ hasText: email });
  await row.getByRole('button', { name: /^Log Out/ }).click();
  await desk.page.getByLabel('Reason').fill('lost on a train');
  await desk.page.getByRole('button', { name: /^Log Out/ }).last().click();

  await victim.page.getByRole('heading', { name: 'You were logged out' }).waitFor();
  await victim.page.getByText(/by an administrator/i).first().waitFor();
  expect([desk.complaints, victim.complaints]).toEqual([[], []]);
}, 60_000);

async function enter(page: Page, email: string, button: string): Promise<void> {
  await page.getByRole('button', { name: button, exact: true }).waitFor(); // the fields of the page before have the same names
  await page.getByLabel('Email address').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: button, exact: true }).click();
}

/** The texts of the table's rows, once there are so many. */
async function rows(page: Page, count: number): Promise<readonly string[]> {
  const live = page.locator('tbody tr');
  await live.nth(count - 1).waitFor();
  return live.allInnerTexts();
}

/** The first WebSocket that a page opens. */
function socketsOf(page: Page): Promise<WebSocket> {
  return new Promise((resolve) => {
    page.once('websocket', resolve);
  });
}
