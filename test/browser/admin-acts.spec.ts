import type { AdminSession } from '@curfew/contracts';
import type { Page } from 'playwright-core';
import { held, opened } from '../administration/opened.js';
import { browser, someone } from '../support/browser.js';
import { curfew, newEmail } from '../support/curfew.js';
import { eventually } from '../support/eventually.js';
import { administrator, password, signedIn, signedUp } from '../support/people.js';
import { administering } from './administrators.js';

const chrome = await browser();
const world = await curfew({}, { gateways: 1 });
const { apis: [api], database } = world;
const root = await administrator(api);

const live = async (page: Page): Promise<void> => page.locator('#content [data-state=live]').first().waitFor();
const line = (page: Page, text: string) => page.locator('[data-line]').filter({ hasText: text });

it('finds by every filter in the address of the page, lives by what happens, and ends one with a reason', async () => {
  const ada = await signedUp(api, 'ada');
  const [old] = await opened(database, 1, { userId: ada.user.id, ip: '198.51.100.24', country: 'PT', type: 'tablet', openedAgo: 90 });
  const { page, complaints } = await administering(chrome, world, root, { at: '/admin/sessions' });
  await live(page);
  await line(page, ada.email).first().waitFor();

  const put = async (field: string, value: string): Promise<void> => {
    await page.getByRole('button', { name: 'Filter', exact: true }).click();
    await page.getByRole('combobox', { name: 'What' }).selectOption({ label: field });
    const which = page.getByLabel('Which', { exact: true });
    if (await which.evaluate((element) => element.tagName === 'SELECT')) await which.selectOption({ label: value });
    else await which.fill(value);
    await page.getByRole('button', { name: 'Show', exact: true }).click();
  };
  await put('Network', '300.1.2.3');
  await page.getByText('This is no IP address and no network').waitFor();
  await page.getByLabel('Which', { exact: true }).fill('198.51.100.0/24');
  await page.getByRole('button', { name: 'Show', exact: true }).click();
  await put('Country', 'Portugal');
  await put('Device', 'Tablet');
  await put('Signed in before', '2099-01-01T00:00');
  await page.getByRole('searchbox').first().fill(ada.email);
  await page.waitForURL(/[?&]q=/);
  await page.getByText('1 session matches').waitFor();
  expect([...new URL(page.url()).searchParams.keys()]).toEqual(['q', 'ip', 'country', 'deviceType', 'createdBefore']);
  const colleague = await administering(chrome, world, root, { at: new URL(page.url()).pathname + new URL(page.url()).search });
  await colleague.page.getByText('1 session matches').waitFor();
  expect(await colleague.page.locator('[data-chip]').allInnerTexts()).toEqual(await page.locator('[data-chip]').allInnerTexts());
  await colleague.page.context().close();

  await opened(database, 1, { userId: ada.user.id, ip: '198.51.100.99', country: 'PT', type: 'tablet' }); // by nobody that tells of it
  await page.getByRole('button', { name: 'Remove Device Tablet' }).click();
  await page.getByText('2 sessions match').waitFor();
  await page.goBack();
  await page.locator('[data-chip=deviceType]').waitFor();
  await page.getByRole('button', { name: 'Clear all' }).click();

  await signedIn(ada); // told by the gateway: it is there without a reload
  await page.goto(`${api.url}/admin/sessions?userId=${ada.user.id}`);
  await page.getByText('4 sessions match').waitFor();
  await live(page);
  const phone = await signedIn(ada);
  await page.getByText('5 sessions match').waitFor({ timeout: 60_000 });
  await phone.logOut();
  await page.getByText('4 sessions match').waitFor({ timeout: 60_000 });

  await line(page, '198.51.100.24').getByRole('button', { name: /^Log Out/ }).click();
  await page.getByLabel('Reason').fill('lost in Lisbon');
  await page.keyboard.press('Enter');
  await page.getByText(/^Logged out everywhere in/).first().waitFor();
  const [event] = await database.query<{ readonly note: string }>(`select note from session_events where session_id = $1 and type = 'session-revoked'`, [old]);
  expect(event?.note).toBe('lost in Lisbon');
  expect(complaints).toEqual([]);
}, 120_000);

it('ends all that match after a preview and the number typed out, shows how far it is, and stops when told to', async () => {
  const eve = await signedUp(api, 'eve');
  const ids = await opened(database, 150, { userId: eve.user.id, ip: '192.0.2.7', country: 'ES' });
  const { page, complaints } = await administering(chrome, world, root, { at: '/admin/sessions?ip=192.0.2.0%2F24' });
  await page.getByText('150 sessions match').waitFor();
  const begin = async (): Promise<void> => {
    await page.getByRole('button', { name: 'End by filter…' }).click();
    const dialog = page.getByRole('dialog', { name: 'End 150 sessions?' });
    await dialog.getByRole('list', { name: 'By country' }).getByText('Spain').waitFor();
    await dialog.getByText(eve.email).first().waitFor();
    const end = dialog.getByRole('button', { name: 'End 150 sessions' });
    await dialog.getByLabel('Reason').fill('a whole office');
    expect(await end.isDisabled()).toBe(true);
    await dialog.getByLabel('Type 150 to confirm').fill('15');
    expect(await end.isDisabled()).toBe(true);
    await dialog.getByLabel('Type 150 to confirm').fill('150');
    await end.click();
  };
  const release = await held(database, ids[0] ?? '');
  await begin();
  const progress = page.getByRole('region', { name: 'How far it is' });
  await progress.getByText('Ending 150 sessions').waitFor();
  await progress.getByText('Reason: a whole office').waitFor();
  await progress.getByText('0 of 150 ended').waitFor();
  await progress.getByRole('button', { name: 'Stop here' }).click();
  await release();
  await progress.getByText(/^Stopped\. |^150 sessions ended everywhere/).waitFor({ timeout: 60_000 });
  await progress.getByRole('button', { name: 'Close' }).click();

  const more = await signedUp(api, 'mallory');
  await opened(database, 3, { userId: more.user.id, ip: '203.0.113.200', country: 'FR' });
  await page.goto(`${api.url}/admin/sessions?ip=203.0.113.200`);
  await page.getByText('3 sessions match').waitFor();
  await page.getByRole('button', { name: 'End by filter…' }).click();
  const small = page.getByRole('dialog', { name: 'End 3 sessions?' });
  await small.getByLabel('Reason').fill('a few');
  expect(await small.getByLabel(/^Type/).count()).toBe(0);
  await small.getByRole('button', { name: 'End 3 sessions' }).click();
  await page.getByText(/^3 sessions ended everywhere in/).waitFor({ timeout: 60_000 });
  await page.getByText('No session matches this filter').waitFor({ timeout: 60_000 });
  await page.getByRole('link', { name: 'All bulk ends' }).click();
  await page.locator('[data-revocation=completed]').filter({ hasText: 'a few' }).waitFor();
  expect(complaints).toEqual([]);
}, 120_000);

it('renders ten times a second at most, however much happens, and ends up with what is true', async () => {
  const zoe = await signedUp(api, 'zoe');
  const [id] = await opened(database, 1, { userId: zoe.user.id, ip: '203.0.113.77' });
  await database.query(`update sessions set device_label = 'Name 9999' where id = $1`, [id]);
  const { user: _, ...session } = await root.device.call<AdminSession>(`GET /v1/admin/sessions/${id}`);
  const named = (n: number) => ({ id: session.id, position: '1', type: 'session-updated', occurredAt: session.createdAt, userId: zoe.user.id, sessionId: id, actor: { type: 'user', id: zoe.user.id }, reason: null, session: { ...session, device: { ...session.device, label: `Name ${n}` } } });
  let say = (_events: readonly object[]): void => undefined;
  const before = (page: Page): Promise<void> =>
    page.routeWebSocket(/socket\.io/, (socket) => {
      const server = socket.connectToServer();
      socket.onMessage((message) => server.send(message));
      server.onMessage((message) => socket.send(message));
      say = (events) => socket.send(`42${JSON.stringify(['session-events', events])}`);
    });
  const { page, complaints } = await administering(chrome, world, root, { at: '/admin/sessions?ip=203.0.113.77', before });
  await live(page);
  await line(page, 'Name 9999').waitFor();
  await page.evaluate(() => {
    const seen: number[] = [];
    Object.assign(globalThis, { seen });
    new MutationObserver(() => void seen.push(performance.now())).observe(document.querySelector('tbody') ?? document.body, { subtree: true, childList: true, characterData: true });
  });
  for (let batch = 0; batch < 100; batch += 1) say(Array.from({ length: 100 }, (_, n) => named(batch * 100 + n)));
  await eventually(() => page.evaluate(() => (globalThis as unknown as { seen: number[] }).seen.length > 0), 60_000);
  await line(page, 'Name 9999').waitFor({ timeout: 60_000 });
  const seen = await page.evaluate(() => (globalThis as unknown as { seen: number[] }).seen);
  expect(seen.length).toBeLessThanOrEqual(2 * Math.ceil(((seen.at(-1) ?? 0) - (seen[0] ?? 0)) / 100) + 2);
  expect(complaints).toEqual([]);
}, 120_000);

it('asks for the number even of few before everyone is logged out, and spares who asks', async () => {
  const { page } = await administering(chrome, world, root, { at: '/admin/sessions' });
  await live(page);
  await page.getByRole('button', { name: 'End everyone…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Reason').fill('a drill');
  const label = await dialog.getByText(/^Type \d+ to confirm$/).innerText();
  const end = dialog.getByRole('button', { name: /^End \d+ sessions?$/ });
  expect(await end.isDisabled()).toBe(true);
  await dialog.getByLabel(label).fill(/\d+/.exec(label)?.[0] ?? '');
  await end.click();
  await page.getByText(/ended everywhere in/).first().waitFor({ timeout: 60_000 });
  await page.reload();
  await page.getByText('1 session matches').waitFor();
}, 120_000);

it('invites, and again with a new link, disables and enables; proves the trail; makes and ends a key; and closes at once for who is demoted', async () => {
  const again = await signedIn(root);
  const { page, complaints } = await administering(chrome, world, root, { at: '/admin/users' });
  const email = newEmail('mara');
  await page.getByRole('button', { name: 'Add a user' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Email address').fill(email);
  await dialog.getByRole('combobox', { name: 'Role' }).selectOption({ label: 'Administrator' });
  await dialog.getByRole('button', { name: 'Make the link' }).click();
  const lost = await dialog.locator('[data-invitation]').innerText();
  await dialog.getByRole('button', { name: 'Done' }).click();
  await page.getByRole('searchbox').fill(email);
  await page.getByRole('link', { name: email }).click();
  await page.getByRole('button', { name: 'New invitation link' }).click();
  await dialog.getByRole('button', { name: 'Make the link' }).click();
  const link = await dialog.locator('[data-invitation]').innerText();
  await dialog.getByRole('button', { name: 'Done' }).click();
  expect(link).not.toBe(lost);

  const { page: guest } = await someone(chrome);
  const asked: string[] = [];
  guest.on('request', (request) => asked.push(request.url()));
  await guest.goto(link);
  await guest.getByRole('heading', { name: 'You are invited' }).waitFor();
  await guest.getByLabel('Password', { exact: true }).fill(password);
  await guest.getByRole('button', { name: 'Accept the invitation' }).click();
  await guest.getByRole('heading', { name: 'Active Sessions' }).waitFor();
  await guest.goto(`${api.url}/admin/sessions`);
  await guest.locator('[data-line]').first().waitFor();

  await page.getByRole('button', { name: 'Make an ordinary user' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Make an ordinary user' }).click();
  await page.getByRole('button', { name: 'New invitation link' }).waitFor({ state: 'detached' });
  await guest.getByText('You are no longer an administrator.').waitFor({ timeout: 60_000 });
  expect(new URL(guest.url()).pathname).toBe('/sessions');
  asked.length = 0;
  await guest.goto(`${api.url}/admin/users`);
  await guest.waitForURL('**/sessions');
  await guest.locator('[data-line]').first().waitFor();
  expect(asked.filter((each) => /\/v1\/admin|assets\/(?:en-admin|users-page|admin-call)/.test(each))).toEqual([]);

  await page.getByRole('button', { name: 'Disable', exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Disable', exact: true }).click();
  await guest.getByRole('heading', { name: 'You were logged out' }).waitFor({ timeout: 60_000 });
  await page.getByText('Not signed in anywhere').waitFor({ timeout: 60_000 });
  await page.getByRole('button', { name: 'Enable', exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Enable', exact: true }).click();
  await page.getByRole('button', { name: 'Disable', exact: true }).waitFor();
  await page.locator('[data-event=role-changed]').first().waitFor();

  await page.goto(`${api.url}/admin/users/${root.user.id}`);
  await page.getByRole('button', { name: 'Make an ordinary user' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Make an ordinary user' }).click();
  await page.getByRole('dialog').getByText('The last enabled administrator stays one.').waitFor();

  await page.goto(`${api.url}/admin/audit?type=user-disabled`);
  await page.locator('[data-event=user-disabled]').first().getByText(email).waitFor();
  expect(await page.locator('[data-event]').count()).toBe(1);
  await page.getByRole('button', { name: 'Check the chain' }).click();
  await page.getByText(/^The trail is whole: /).waitFor({ timeout: 60_000 });

  await page.goto(`${api.url}/admin/api-keys`);
  await page.getByRole('button', { name: 'New API key' }).click();
  await page.getByRole('dialog').getByLabel('Name').fill('billing');
  await page.getByRole('dialog').getByLabel('check tokens').check();
  await page.getByRole('button', { name: 'Make it' }).click();
  const secret = await page.locator('[data-secret]').innerText();
  const introspect = () => fetch(`${api.url}/v1/introspect`, { method: 'POST', headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/x-www-form-urlencoded' }, body: `token=${again.token}` });
  expect(await (await introspect()).json()).toMatchObject({ active: true });
  await page.getByRole('button', { name: 'Done' }).click();
  await page.getByRole('button', { name: 'End billing' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'End', exact: true }).click();
  await page.getByText('There is no API key').waitFor();
  await eventually(async () => (await introspect()).status === 401);
  expect(complaints.filter((each) => !each.includes('409'))).toEqual([]);
}, 120_000);
