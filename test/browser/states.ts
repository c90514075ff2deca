import type { Page } from 'playwright-core';
import { ask } from '../support/ask.js';
import { newEmail, type Curfew } from '../support/curfew.js';
import { password, type Person } from '../support/people.js';
import { addresses, agents, rowOf, type Visitor, type visitors } from './visitors.js';

export interface Stage {
  readonly world: Curfew;
  readonly visit: ReturnType<typeof visitors>;
  readonly width: number;
  /** Looks at a page as it stands, under the name of its state. */
  readonly look: (page: Page, name: string) => Promise<void>;
}

/** Leads through the pages of those who are not signed in. */
export async function outside(stage: Stage, page: Page): Promise<void> {
  const { look, world: { apis: [{ url }] } } = stage;
  await page.goto(`${url}/sign-up`);
  await page.getByRole('button', { name: 'Create account', exact: true }).click();
  await page.getByText('Enter your email address.').waitFor();
  await look(page, 'sign-up');
  await page.goto(`${url}/sign-in`);
  await page.getByLabel('Email address').fill(newEmail());
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByText('Email address or password is not right.').waitFor();
  await look(page, 'sign-in');
}

/** Signs an account in from seven sessions of six devices, one of them new, with the times of a few days; the laptop's page shows them. */
export async function household({ world, visit, width }: Stage): Promise<Visitor> {
  const email = newEmail();
  const laptop = await visit(email, { userAgent: agents.firefoxOnUbuntu, from: addresses.british, width, name: 'Ada Lovelace', at: null });
  const phone = await visit(email, { userAgent: agents.pixel, from: addresses.british });
  const quiet = (userAgent: string, from: string): Promise<Visitor> => visit(email, { userAgent, from, at: null });
  const office = await quiet(agents.chromeOnWindows, addresses.british);
  const again = await office.signIn();
  const tablet = await quiet(agents.iPad, addresses.british);
  const mac = await quiet(agents.safariOnMac, addresses.american);
  await laptop.context.request.post(`${world.apis[0].url}/v1/sessions/${mac.session.id}/acknowledge`, { headers: { origin: world.apis[0].origin } });
  const ages = [[laptop.session.id, 26, 0], [phone.session.id, 75, 0.1], [office.session.id, 200, 5], [again.session.id, 30, 3], [tablet.session.id, 9, 0.2], [mac.session.id, 3.4, 1.2]] as const;
  for (const [id, created, active] of ages) {
    await world.database.query(`update sessions set created_at = now() - $2::float8 * interval '1 hour', last_active_at = now() - $3::float8 * interval '1 hour' where id = $1`, [id, created, active]);
  }
  await quiet(agents.iPhone, addresses.swedish);
  const { page, context } = laptop;
  for (const [id, label] of [[office.session.id, 'Office PC'], [again.session.id, 'Office PC'], [laptop.session.id, 'Work laptop']]) {
    await context.request.patch(`${world.apis[0].url}/v1/sessions/${id}`, { data: { label, ...(label === 'Work laptop' ? { type: 'laptop' } : {}) }, headers: { origin: world.apis[0].origin } });
  }
  await page.goto(`${world.apis[0].url}/sessions`);
  await page.locator('[data-state=live]').waitFor();
  await rowOf(page, 'Pixel 9').getByText('Online now').waitFor();
  await page.getByText('New sign-in:').first().waitFor();
  return laptop;
}

/** Leads through what an account shows: its sessions first, in all their states. */
export async function inside(stage: Stage, page: Page): Promise<void> {
  const { look, width } = stage;
  await look(page, 'active-sessions');
  if (width > 768) {
    await page.getByRole('button', { name: '2 sessions', exact: true }).click();
    await look(page, 'group-open');
    await page.getByRole('button', { name: '2 sessions', exact: true }).click();
  } else {
    await page.getByRole('button', { name: 'Show all 2' }).click();
    await look(page, 'group-open');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Menu' }).click();
    await look(page, 'menu');
    await page.keyboard.press('Escape');
  }
  await page.getByRole('button', { name: /^Log out all other devices/ }).click();
  await page.getByRole('dialog').waitFor();
  await look(page, 'log-out-all');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Rename Pixel 9' }).click();
  await look(page, 'rename');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Log Out, Safari on iPadOS' }).click();
  const receipt = page.getByText(/^Logged out everywhere in/);
  await receipt.hover();
  await look(page, 'receipt');
}

/** The pages behind the first one. */
export async function behind({ look, world: { apis: [api] }, width }: Stage, { page, email }: Visitor): Promise<void> {
  await page.goto(`${api.url}/sessions?tab=ended`);
  await page.getByText(/by you, from/).first().waitFor();
  await look(page, 'recently-ended');
  await page.goto(`${api.url}/sessions`);
  await rowOf(page, 'Safari on iPhone').getByRole('link').first().click();
  await page.getByText('About this session').waitFor();
  await page.getByRole('heading', { name: 'History' }).waitFor();
  await look(page, 'session');
  await page.getByRole('button', { name: 'Log out and block' }).click();
  await look(page, 'block');
  await page.getByRole('dialog').getByRole('button', { name: 'Log out and block' }).click();
  await page.getByText(/^Logged out everywhere in/).waitFor();
  for (const [path, text] of [['/activity', 'Device blocked'], ['/blocked-devices', 'Unblock'], ['/profile', 'Change password'], ['/nothing/here', 'There is nothing here']] as const) {
    await page.goto(`${api.url}${path}`);
    await page.getByText(text).first().waitFor();
    await look(page, path.split('/')[1] ?? path);
  }
  await page.keyboard.press('?');
  await page.getByRole('dialog', { name: 'Keys' }).waitFor();
  await look(page, 'keys');
  for (let more = 0; more < 5; more += 1) await ask(api, 'POST /v1/sessions', { body: { email, password, delivery: 'token' }, headers: { 'user-agent': agents.chromeOnWindows, 'x-forwarded-for': addresses.british } });
  await page.goto(`${api.url}/sessions`);
  await page.getByRole('searchbox', { name: 'Search devices' }).fill('lisbon');
  await page.getByText('No device matches “lisbon”').waitFor();
  await look(page, width > 768 ? 'search' : 'search-phone');
}

/** What is shown when it cannot be shown, and when it is over. */
export async function troubles({ look, world: { apis: [api] } }: Stage, visitor: Visitor): Promise<void> {
  const { page, context } = visitor;
  const list = '**/v1/sessions?*';
  await page.route(list, () => new Promise(() => undefined));
  await page.goto(`${api.url}/sessions`);
  await page.getByRole('heading', { name: 'Active Sessions' }).waitFor();
  await look(page, 'loading');
  await page.unroute(list);
  await page.route(list, (route) => route.fulfill({ status: 500, contentType: 'application/problem+json', body: JSON.stringify({ type: 'about:blank', title: 'Internal error', status: 500, code: 'internal', requestId: '01a20fdb-97e4-709e-a416-933e8adccdea' }) }));
  await page.goto(`${api.url}/sessions`);
  await page.getByText('Your sessions could not be loaded').waitFor({ timeout: 30_000 });
  await look(page, 'error');
  await page.unroute(list);
  await page.goto(`${api.url}/sessions`);
  await page.locator('[data-state=live]').waitFor();
  await context.setOffline(true);
  await page.getByText(/^You are offline/).waitFor();
  await look(page, 'offline');
  await context.setOffline(false);
  await page.locator('[data-state=live]').waitFor({ timeout: 20_000 });
}

/** The administrator's page, and the page of the one who was logged out. */
export async function ends({ look, world: { apis: [api] } }: Stage, { page, session }: Visitor, root: Person): Promise<void> {
  await root.device.call(`DELETE /v1/admin/sessions/${session.id}`);
  await page.getByRole('heading', { name: 'You were logged out' }).waitFor();
  await look(page, 'signed-out');
  await page.goto(`${api.url}/sign-in`);
  await page.getByLabel('Email address').fill(root.email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.locator('[data-state=live]').waitFor();
  await page.goto(`${api.url}/admin/sessions`);
  await page.locator('[data-line]').first().waitFor();
  await look(page, 'all-sessions');
}
