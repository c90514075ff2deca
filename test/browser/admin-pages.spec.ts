import type { Page } from 'playwright-core';
import { browser } from '../support/browser.js';
import { curfew, newEmail } from '../support/curfew.js';
import { eventually } from '../support/eventually.js';
import { opened } from '../administration/opened.js';
import { administrator, signedUp } from '../support/people.js';
import { administering, company } from './administrators.js';
import { faultsOf } from './faults.js';

const chrome = await browser();
const world = await curfew({ TRUST_PROXY: '1', IDLE_TIMEOUT: '10d', CANARY_INTERVAL: '1s' }, { gateways: 1 });
const root = await administrator(world.apis[0]);
const { eve } = await company(world);
const { url } = world.apis[0];
await root.device.call('POST /v1/admin/users', { email: 'mara@example.com', name: 'Mara Lind' });
await root.device.call('POST /v1/admin/api-keys', { name: 'billing', scopes: ['introspect', 'feed'] });
const { revocation } = await root.device.call<{ readonly revocation: { readonly id: string } }>('POST /v1/admin/revocations', { filter: { userId: eve.user.id, createdBefore: new Date(Date.now() - 3_600_000).toISOString() }, reason: 'Stolen laptop in the Lisbon office' });
await eventually(async () => (await root.device.call<{ readonly status: string }>(`GET /v1/admin/revocations/${revocation.id}`)).status === 'completed', 60_000);

/** Each page with what stands on it once it is there. */
const pages: readonly (readonly [string, string, (page: Page) => Promise<void>])[] = [
  ['overview', '/admin', async (page) => {
    await page.getByText('Live sessions by country').waitFor();
    await page.locator('.recharts-bar-rectangle').first().waitFor({ state: 'attached' });
    await page.getByRole('rowheader').first().waitFor();
  }],
  ['all-sessions', '/admin/sessions?ip=198.51.100.0%2F24&country=PT', (page) => page.getByText('130 sessions match').waitFor()],
  ['ended-sessions', '/admin/sessions?status=ended', (page) => page.getByText('by an administrator').first().waitFor()],
  ['bulk-ends', '/admin/revocations', (page) => page.getByText('12 sessions ended everywhere').waitFor()],
  ['users', '/admin/users', (page) => page.getByText('Mara Lind').waitFor()],
  ['user', `/admin/users/${eve.user.id}`, async (page) => {
    await page.locator('[data-line]').first().waitFor();
    await page.locator('[data-event]').first().waitFor();
  }],
  ['audit', '/admin/audit', (page) => page.locator('[data-event]').first().waitFor()],
  ['policies', '/admin/policies', (page) => page.getByText('Set by IDLE_TIMEOUT').first().waitFor()],
  ['api-keys', '/admin/api-keys', (page) => page.getByText('billing').waitFor()],
  ['invitation', '/admin/users', async (page) => {
    await page.getByRole('button', { name: 'Add a user' }).click();
    await page.getByRole('dialog').getByLabel('Email address').fill(newEmail('noor'));
    await page.getByRole('button', { name: 'Make the link' }).click();
    await page.locator('[data-invitation]').waitFor();
  }],
  ['key-once', '/admin/api-keys', async (page) => {
    await page.getByRole('button', { name: 'New API key' }).click();
    await page.getByRole('dialog').getByLabel('Name').fill('reports');
    await page.getByRole('dialog').getByLabel('check tokens').check();
    await page.getByRole('button', { name: 'Make it' }).click();
    await page.locator('[data-secret]').waitFor();
  }],
];

const onPhones: ReadonlySet<string> = new Set(['overview', 'all-sessions', 'users', 'end', 'ticked', 'filter']);

it.each([1280, 390])('shows administrators every page without a fault that axe finds, in both colour schemes, at %i px', async (width) => {
  const { page, complaints } = await administering(chrome, world, root, { width });
  const faults: object[] = [];
  // On a phone the colours are the same, and most of what axe looks at is: there each page is looked at for what scrolls sideways.
  const schemesOf = (name: string) => (width > 768 || process.env['CURFEW_SCREENSHOTS'] === '1' ? (['light', 'dark'] as const) : onPhones.has(name) ? (['light'] as const) : []);
  const look = async (name: string): Promise<void> => void faults.push(...(await faultsOf(page, `admin-${name} ${width}`, schemesOf(name))));
  for (const [name, path, there] of pages) {
    await page.goto(`${url}${path}`);
    await there(page);
    await look(name);
  }
  await page.goto(`${url}/admin/sessions?ip=198.51.100.0%2F24`);
  await page.getByText('130 sessions match').waitFor();
  await page.getByRole('button', { name: 'End by filter…' }).click();
  await page.getByRole('heading', { name: 'End 130 sessions?' }).waitFor();
  await look('end');
  await page.getByRole('button', { name: 'Keep them signed in' }).click();
  await page.getByRole('checkbox').nth(1).click();
  await page.getByRole('checkbox').nth(3).click({ modifiers: ['Shift'] });
  await look('ticked');
  await page.getByRole('button', { name: 'Log out 3 sessions' }).click();
  await page.getByRole('dialog', { name: 'Log out 3 sessions?' }).getByRole('button', { name: 'Keep them signed in' }).click();
  await page.getByRole('button', { name: 'Select none' }).click();
  await page.getByRole('button', { name: 'Filter', exact: true }).click();
  await page.getByRole('combobox', { name: 'What' }).waitFor();
  await look('filter');
  await page.goto(`${url}/admin`);
  await page.getByRole('button', { name: 'As a table: Sign-ins and ends per hour' }).click();
  await page.getByRole('columnheader', { name: 'Wrong passwords' }).waitFor();
  await look('overview-table');
  expect(faults).toEqual([]);
  expect(complaints).toEqual([]);
}, 240_000);

it('ticks rows by mouse and by keys, keeps the ticks while the list lives, logs out what is ticked with a reason, and tells what may still be signed in', async () => {
  const max = await signedUp(world.apis[0], 'max');
  const ids = await opened(world.database, 58, { userId: max.user.id, ip: '192.0.2.60', country: 'ES' });
  const { page, complaints } = await administering(chrome, world, root, { at: '/admin/sessions?ip=192.0.2.60' });
  const box = (n: number) => page.getByRole('checkbox').nth(n);
  const bar = page.getByRole('region', { name: 'Selected sessions' });
  await page.getByText('58 sessions match').waitFor();
  await page.locator('#content [data-state=live]').first().waitFor();
  expect(await box(0).getAttribute('aria-label')).toMatch(/^Select .+ of max/);

  await box(0).click();
  await bar.getByText('1 session selected').waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Shift+X');
  await bar.getByText('3 sessions selected').waitFor();
  await page.keyboard.press('x');
  await bar.getByText('2 sessions selected').waitFor();

  await page.getByRole('button', { name: 'Show more' }).click();
  await eventually(async () => (await page.locator('table').getAttribute('aria-rowcount')) === '59');
  await bar.getByText('2 sessions selected').waitFor();
  await box(1).click();
  await box(1).click();
  await page.keyboard.press('End');
  await page.locator('[aria-rowindex="59"] [data-col=pick]:focus').waitFor();
  await page.keyboard.press('Shift+X');
  await bar.getByText('50 sessions selected').waitFor();
  await bar.getByText('At most 50 at once.').waitFor();
  await bar.getByRole('button', { name: 'Select none' }).click();
  await bar.waitFor({ state: 'detached' });

  const chosen = await page.locator('[data-line]').evaluateAll((lines) => lines.slice(0, 4).map((line) => line.getAttribute('data-line') ?? ''));
  await box(0).click();
  await box(3).click({ modifiers: ['Shift'] });
  await root.device.call(`DELETE /v1/admin/sessions/${chosen[3]}`);
  await bar.getByText('3 sessions selected').waitFor({ timeout: 60_000 });
  await page.route(`**/v1/admin/sessions/${chosen[1]}*`, (route) => route.abort());
  await box(0).press('Delete');
  await page.getByRole('dialog', { name: 'Log out 3 sessions?' }).getByLabel('Reason').fill('a lost bag');
  await page.keyboard.press('Enter');
  await bar.getByText('2 of 3 sessions logged out. 1 may still be signed in.').waitFor();
  expect(await bar.evaluate((element) => element === document.activeElement)).toBe(true);
  expect(await page.locator(`[data-line="${chosen[1]}"]`).getByRole('checkbox').isChecked()).toBe(true);
  await page.unroute(`**/v1/admin/sessions/${chosen[1]}*`);
  await bar.getByRole('button', { name: 'Try again' }).click();
  await bar.getByText(/^1 session logged out everywhere in/).waitFor();
  const notes = await world.database.query<{ readonly note: string }>(`select note from session_events where session_id = any($1) and type = 'session-revoked' and note is not null`, [ids]);
  expect(notes.map(({ note }) => note)).toEqual(Array.from({ length: 3 }, () => 'a lost bag'));
  expect(complaints.filter((each) => !each.includes('ERR_FAILED'))).toEqual([]);
}, 120_000);

it('says on the overview who did not know of the last canary’s end in time, and no more once they do', async () => {
  const { page } = await administering(chrome, world, root);
  const late = page.getByText('did not know of the last canary’s end in time.');
  await page.getByText('A test session is opened and ended again and again').waitFor({ timeout: 60_000 });
  expect(await late.count()).toBe(0);
  world.gateways[0].freeze();
  try {
    await late.waitFor({ timeout: 60_000 });
  } finally {
    world.gateways[0].thaw();
  }
  await late.waitFor({ state: 'detached', timeout: 60_000 });
}, 120_000);

it('removes from the overview a consumer that is gone, after a question, and offers it for no other', async () => {
  await world.database.query(`insert into consumers (id, kind, label, lease_ms, allows_when_stale, online_until) values (uuid_v7(), 'guard', 'old shop', 1000, true, now())`);
  const { page, complaints } = await administering(chrome, world, root);
  await page.getByRole('button', { name: 'Remove old shop' }).click({ timeout: 60_000 });
  const row = page.getByRole('row', { name: 'old shop' });
  await row.getByText('lets people in as it last knew').waitFor();
  expect(await page.getByRole('button', { name: /^Remove ./ }).count()).toBe(1);
  const dialog = page.getByRole('dialog', { name: 'Remove old shop?' });
  await dialog.getByText('Remove it only if you know').waitFor();
  await dialog.getByRole('button', { name: 'Remove' }).click();
  await row.waitFor({ state: 'detached', timeout: 60_000 });
  expect(await world.database.query(`select label from consumers where label = 'old shop'`)).toEqual([]);
  expect(complaints).toEqual([]);
}, 120_000);
