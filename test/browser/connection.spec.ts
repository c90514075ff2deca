import { browser } from '../support/browser.js';
import { curfew, newEmail } from '../support/curfew.js';
import { agents, rowOf, visitors } from './visitors.js';

// What is old is shown as old; what is back is right again.
const chrome = await browser();
const { apis: [api], gateways: [gateway], start } = await curfew({}, { gateways: 1 });
const visit = visitors(chrome, api);
const live = '[data-state=live]';

it('says that it is offline, shows no green dot meanwhile, and is right again once it is back', async () => {
  const email = newEmail();
  const laptop = await visit(email, { userAgent: agents.firefoxOnUbuntu });
  const phone = await visit(email, { userAgent: agents.pixel });
  const { page, context } = laptop;
  await rowOf(page, 'Pixel 9').getByText('Online now').waitFor();

  await context.setOffline(true);
  await page.getByText(/^You are offline\. This list is from \d\d:\d\d:\d\d and may be out of date\.$/).waitFor();
  await page.getByText('Offline', { exact: true }).waitFor();
  await page.getByText('Log Out needs a connection. It is back as soon as you are.').waitFor();
  expect(await page.locator('[data-standing=online]').count()).toBe(0);
  expect(await page.getByText('Online now').count()).toBe(0);
  expect(await page.getByRole('button', { name: 'Log Out, Pixel 9' }).getAttribute('aria-disabled')).toBe('true');

  await phone.page.getByRole('button', { name: 'Log Out, Pixel 9' }).click();
  await phone.page.getByRole('heading', { name: 'You signed out.' }).waitFor();
  await context.setOffline(false);
  await page.getByText('Live again. 1 device was logged out meanwhile.').waitFor({ timeout: 20_000 });
  await page.locator(live).waitFor();
  await page.getByText('Only this device is signed in.').waitFor();
}, 90_000);

it('shows right times in a browser whose clock is a day wrong', async () => {
  const email = newEmail();
  await visit(email, { userAgent: agents.pixel, at: null });
  const { page } = await visit(email, { userAgent: agents.firefoxOnUbuntu, at: null });
  await page.addInitScript(() => {
    const right = Date.now;
    Date.now = () => right.call(Date) - 86_400_000;
  });
  await page.goto(`${api.url}/sessions`);
  await page.locator(live).waitFor();
  expect(await rowOf(page, 'Pixel 9').innerText()).toMatch(/Signed in (just now|1 min ago)/);
  expect(await rowOf(page, 'This device').innerText()).toMatch(/Signed in (just now|1 min ago)/);
}, 60_000);

it('reconnects when the gateway was killed, and tells how old the news are until then', async () => {
  const email = newEmail();
  const { page } = await visit(email, { userAgent: agents.firefoxOnUbuntu });
  const phone = await visit(email, { userAgent: agents.pixel });
  await rowOf(page, 'Pixel 9').getByText('Online now').waitFor();

  await gateway.kill();
  await page.getByText(/^Reconnecting… last update \d+ s ago$/).first().waitFor();
  await rowOf(page, 'Pixel 9').getByText(/^Online \d+ s ago$/).waitFor();
  expect(await page.locator('[data-standing=online]').count()).toBe(0);
  expect((await phone.context.request.delete(`${api.url}/v1/sessions/current`, { headers: { origin: api.origin } })).status()).toBe(200);

  await start('gateway', { GATEWAY_PORT: new URL(gateway.url).port });
  await page.getByText('Live again. 1 device was logged out meanwhile.').waitFor({ timeout: 30_000 });
  await page.locator(live).waitFor();
  await page.getByText('Only this device is signed in.').waitFor();
  await phone.page.getByRole('heading', { name: 'You were logged out' }).or(phone.page.getByRole('heading', { name: 'You signed out.' })).waitFor({ timeout: 20_000 });
}, 90_000);
