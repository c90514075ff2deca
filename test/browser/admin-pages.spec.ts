import type { Page } from 'playwright-core';
import { browser } from '../support/browser.js';
import { curfew } from '../support/curfew.js';
import { eventually } from '../support/eventually.js';
import { administrator } from '../support/people.js';
import { administering, company } from './administrators.js';
import { faultsOf } from './faults.js';

const chrome = await browser();
const world = await curfew({ TRUST_PROXY: '1', IDLE_TIMEOUT: '10d' }, { gateways: 1 });
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
];

const onPhones: ReadonlySet<string> = new Set(['overview', 'all-sessions', 'users', 'end', 'filter']);

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
