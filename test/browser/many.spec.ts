import type { Page } from 'playwright-core';
import { browser } from '../support/browser.js';
import { curfew, newEmail } from '../support/curfew.js';
import { agents, rowOf, visitors } from './visitors.js';

// Two thousand rows, the keyboard alone, and nobody else's rows.
const chrome = await browser();
const { apis: [api], database } = await curfew({}, { gateways: 1 });
const visit = visitors(chrome, api);
const many = 2_000;

it.each([1280, 390])('stays light with 2,000 rows, and comes to the last of them, at %i px', async (width) => {
  const email = newEmail();
  const { page, session } = await visit(email, { userAgent: agents.firefoxOnUbuntu, width, at: null });
  await multiply(session.id);
  const began = performance.now();
  await page.goto(`${api.url}/sessions`);
  await rowOf(page, 'This device').waitFor();
  const first = performance.now() - began;
  await page.getByText('2,001 devices are signed in to your account.').waitFor({ timeout: 20_000 });
  expect(first).toBeLessThan(10_000); // a busy machine; a second on a free one
  const drawn = page.locator('[data-line]');
  await page.waitForFunction((rows) => document.documentElement.scrollHeight > rows * 48, many);
  expect(await drawn.count()).toBeLessThan(80);

  await page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight / 2));
  await page.getByText(/^Old device 1\d\d\d$/).first().waitFor();
  expect(await drawn.count()).toBeLessThan(80);
  await page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight));
  await page.getByText('Old device 2000', { exact: true }).waitFor();
  expect(await drawn.count()).toBeLessThan(80);
  await page.evaluate(() => window.scrollTo(0, 0));
  await page.getByRole('searchbox', { name: 'Search devices' }).fill('device 1234');
  await page.getByText('Old device 1234', { exact: true }).waitFor();
  expect(await drawn.count()).toBe(1);
}, 90_000);

it('is worked by the keyboard alone, with a focus that is seen', async () => {
  const email = newEmail();
  const { page } = await visit(email, { userAgent: agents.firefoxOnUbuntu });
  await visit(email, { userAgent: agents.pixel });
  await visit(email, { userAgent: agents.chromeOnWindows });
  await rowOf(page, 'Pixel 9').waitFor();
  await rowOf(page, 'Chrome on Windows').waitFor();

  await page.keyboard.press('Tab');
  expect(await focused(page)).toMatchObject({ name: 'Skip to the content', outlined: true });
  await page.keyboard.press('Enter');
  const reached = await tabUntil(page, /^Log Out, Firefox on Ubuntu/);
  expect(reached.every(({ outlined }) => outlined)).toBe(true);

  await page.keyboard.press('End');
  expect(await focused(page)).toMatchObject({ name: expect.stringMatching(/^Log Out, (Pixel 9|Chrome on Windows)/), outlined: true });
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Home');
  expect(await focused(page)).toMatchObject({ name: 'Log Out, Firefox on Ubuntu' });
  await page.keyboard.press('ArrowDown');
  const { name } = await focused(page);
  await page.keyboard.press('Delete');
  const device = name.replace('Log Out, ', '');
  await rowOf(page, device).getByText(/^Logged out everywhere in/).waitFor();
  expect(await page.evaluate(() => document.activeElement?.hasAttribute('data-receipt'))).toBe(true);
  await page.keyboard.press('?');
  await page.getByRole('dialog', { name: 'Keys' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
}, 60_000);

it('shows two people at once only what is their own, and lets neither touch the other\'s', async () => {
  const [ada, grace] = [await visit(newEmail('ada'), { userAgent: agents.firefoxOnUbuntu }), await visit(newEmail('grace'), { userAgent: agents.pixel })];
  await ada.page.getByText('Only this device is signed in.').waitFor();
  await grace.page.getByText('Only this device is signed in.').waitFor();
  expect(await ada.page.locator('body').innerText()).not.toMatch(/Pixel 9|grace/);
  expect(await grace.page.locator('body').innerText()).not.toMatch(/Ubuntu|ada-/);

  const touched = await ada.context.request.delete(`${api.url}/v1/sessions/${grace.session.id}`, { headers: { origin: api.origin } });
  expect(touched.status()).toBe(404);
}, 60_000);

/** Gives the account 2,000 more sessions, each the only one of its device. */
async function multiply(id: string): Promise<void> {
  await database.query(
    `insert into sessions (id, user_id, token_hash, generation, realm_generation, method, device_type, device_name, ip_address, created_at, last_active_at, expires_at, absolute_expires_at)
     select overlay(gen_random_uuid()::text placing '7' from 15 for 1)::uuid, user_id, sha256(id::text::bytea || n::text::bytea), generation, realm_generation, method, 'laptop', 'Old device ' || n, ip_address,
            created_at, last_active_at - n * interval '1 second', expires_at - interval '1 hour', absolute_expires_at
       from sessions, generate_series(1, $2::int) n where id = $1`,
    [id, many],
  );
}

interface Focused {
  readonly name: string;
  readonly outlined: boolean;
}

const focused = (page: Page): Promise<Focused> =>
  page.evaluate(() => {
    const element = document.activeElement ?? document.body;
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
    const outlined = (outlineStyle !== 'none' && Number.parseFloat(outlineWidth) > 0) || boxShadow !== 'none';
    return { name: element.getAttribute('aria-label') ?? element.textContent ?? '', outlined };
  });

/** Presses Tab until a button of that name has the focus, and gives all that had it on the way. */
async function tabUntil(page: Page, name: RegExp): Promise<readonly Focused[]> {
  const way: Focused[] = [];
  for (let presses = 0; presses < 40; presses += 1) {
    await page.keyboard.press('Tab');
    way.push(await focused(page));
    if (name.test(way.at(-1)?.name ?? '')) return way;
  }
  throw new Error(`not reached: ${way.map((each) => each.name).join(' · ')}`);
}
