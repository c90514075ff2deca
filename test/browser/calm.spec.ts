import { ask } from '../support/ask.js';
import { browser } from '../support/browser.js';
import { curfew, newEmail } from '../support/curfew.js';
import { password } from '../support/people.js';
import { addresses, agents, rowOf, visitors } from './visitors.js';

// The page stays readable and calm: in another language, at any width, while servers are slow or unsure, and while it is scrolled.
const chrome = await browser();
const { apis: [api], gateways: [, second] } = await curfew({ TRUST_PROXY: '1' }, { gateways: 2 });
const visit = visitors(chrome, api, (complaint) => complaint.includes('status of 503'));
const list = '**/v1/sessions?*';

it('speaks German where the browser does, on every page, and English again when that is chosen', async () => {
  const email = newEmail();
  const { page, session } = await visit(email, { userAgent: agents.firefoxOnUbuntu, from: addresses.british, context: { locale: 'de-AT', timezoneId: 'Europe/Vienna' } });
  await visit(email, { userAgent: agents.pixel, from: addresses.swedish, at: null });
  await page.getByText('2 Geräte sind in Ihrem Konto angemeldet.').waitFor();
  expect(await page.getByRole('columnheader').allInnerTexts()).toEqual(['Gerät', 'IP-Adresse', 'Status', 'Zeit', 'Aktion']);
  await page.getByText('Neue Anmeldung: Pixel 9, in Schweden').waitFor();
  await page.getByRole('button', { name: 'Abmelden, Pixel 9' }).click();
  await page.getByText(/^Überall abgemeldet in \d+ ms$/).waitFor();
  for (const [path, words] of [
    ['/sessions?tab=ended', /^von Ihnen, auf Firefox on Ubuntu$/],
    [`/sessions/${session.id}`, /^\d+\. \S+, spätestens \d+\. \S+$/],
    ['/activity', 'Mit Passwort angemeldet'],
    ['/blocked-devices', 'Kein Gerät ist gesperrt'],
    ['/nothing/here', 'Hier ist nichts'],
    ['/profile', 'Neues Passwort'],
  ] as const) {
    await page.goto(`${api.url}${path}`);
    await page.getByText(words).first().waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('de');
    expect(await page.locator('body').innerText()).not.toMatch(/\b(the|you|your|signed|device|ago|session)\b|\{\{|\w+\.\w+_/u);
  }
  await page.getByRole('radio', { name: 'English' }).click();
  await page.getByRole('heading', { name: 'Profile' }).waitFor();
  expect(await page.locator('html').getAttribute('lang')).toBe('en');
}, 90_000);

it('says how many servers have confirmed a log-out, and that it is everywhere once all have', async () => {
  const email = newEmail();
  const { page } = await visit(email, { userAgent: agents.firefoxOnUbuntu });
  await visit(email, { userAgent: agents.pixel, at: null });
  second?.freeze();
  try {
    await page.getByRole('button', { name: 'Log Out, Pixel 9' }).click();
    await rowOf(page, 'Pixel 9').getByText(/^Logged out · \d of \d servers have confirmed$/).waitFor({ timeout: 30_000 });
    expect(await page.getByText('everywhere').count()).toBe(0);
  } finally {
    second?.thaw();
  }
  await rowOf(page, 'Pixel 9').getByText(/^Logged out everywhere in/).waitFor({ timeout: 30_000 });
}, 90_000);

it('shows where to go while the list is slow, says that nobody is let through while nobody can be confirmed, and is back by itself', async () => {
  const { page } = await visit(newEmail(), { at: null });
  let answer: () => void = () => undefined;
  const slow = new Promise<void>((resolve) => {
    answer = resolve;
  });
  const unavailable = { type: 'about:blank', title: 'Unavailable', status: 503, code: 'unavailable', detail: 'Not now.', requestId: '01a20fdb-97e4-709e-a416-933e8adccdea' };
  await page.route(list, async (route) => {
    await slow;
    await route.fulfill({ status: 503, contentType: 'application/problem+json', body: JSON.stringify(unavailable) });
  });
  await page.goto(`${api.url}/sessions`);
  await page.getByRole('status', { name: 'Loading' }).waitFor();
  await page.getByRole('tab', { name: 'Recently ended' }).waitFor();
  answer();
  await page.getByText('Curfew cannot confirm who is signed in right now.').waitFor();
  await page.getByText('So it lets nobody through until it can. This page tries again by itself.').waitFor();
  expect(await page.locator('[data-line]').count()).toBe(0);
  await page.unroute(list);
  await rowOf(page, 'This device').waitFor({ timeout: 20_000 });
  expect(await page.getByText('Curfew cannot confirm').count()).toBe(0);
}, 60_000);

it('holds back what comes while the page is scrolled, says how many, and shows them when asked', async () => {
  const email = newEmail();
  const { page } = await visit(email, { userAgent: agents.firefoxOnUbuntu, context: { viewport: { width: 1280, height: 400 } } });
  for (let more = 0; more < 9; more += 1) await signInFrom(email, agents.chromeOnWindows);
  await page.getByText('10 devices are signed in to your account.').waitFor();
  const lines = page.locator('[data-line]');
  await page.mouse.wheel(0, 2_000);
  await page.waitForFunction(() => window.scrollY > 300);
  const before = await lines.allInnerTexts();

  await signInFrom(email, agents.pixel);
  await signInFrom(email, agents.iPad);
  await page.getByRole('button', { name: '2 new' }).waitFor();
  await page.getByText('12 devices are signed in to your account.').waitFor();
  expect((await lines.allInnerTexts()).map(deviceOf)).toEqual(before.map(deviceOf));

  await page.getByRole('button', { name: '2 new' }).click();
  await rowOf(page, 'Pixel 9').waitFor();
  await rowOf(page, 'Safari on iPadOS').waitFor();
  expect(await page.getByRole('button', { name: '2 new' }).count()).toBe(0);
  await page.waitForFunction(() => window.scrollY === 0);
}, 60_000);

it.each([360, 768, 1024, 3840])('has room for the longest name and address, scrolls in one direction only, and stays at the left, at %i px', async (width) => {
  const email = newEmail();
  const { page, context, session } = await visit(email, { userAgent: agents.firefoxOnUbuntu, from: '2001:db8:1234:5678:9abc:def0:1234:5678', width });
  await context.request.patch(`${api.url}/v1/sessions/${session.id}`, { data: { label: 'W'.repeat(64) }, headers: { origin: api.origin } });
  for (const path of ['/sessions', `/sessions/${session.id}`, '/activity', '/profile']) {
    await page.goto(`${api.url}${path}`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    if (path !== '/profile') await page.getByText('W'.repeat(64)).first().waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(0);
    const { x, width: wide } = (await page.getByRole('main').boundingBox()) ?? { x: -1, width: -1 };
    expect(x).toBe(width < 1024 ? 0 : 232);
    expect(wide).toBeLessThanOrEqual(1200 + 64);
    if (path === '/sessions' && width >= 768) expect((await page.getByRole('columnheader', { name: 'Device' }).boundingBox())?.width).toBeGreaterThan(160);
  }
}, 60_000);

it('says once that there is nothing at an address', async () => {
  const { page } = await visit(newEmail(), { at: null });
  await page.goto(`${api.url}/nothing/here`);
  await page.getByRole('heading', { level: 1, name: 'There is nothing here' }).waitFor();
  expect(await page.getByText('There is nothing here').count()).toBe(1);
  expect(await page.title()).toBe('There is nothing here · Curfew');
}, 60_000);

const deviceOf = (line: string): string => line.split('\n')[0] ?? '';

/** One more device, which only asks by HTTP. */
async function signInFrom(email: string, userAgent: string): Promise<void> {
  await ask(api, 'POST /v1/sessions', { body: { email, password, delivery: 'token' }, headers: { 'user-agent': userAgent } });
}
