import { opened } from '../administration/opened.js';
import { browser } from '../support/browser.js';
import { curfew } from '../support/curfew.js';
import { eventually } from '../support/eventually.js';
import { administrator, signedUp } from '../support/people.js';
import { administering } from './administrators.js';

const chrome = await browser();
const world = await curfew({}, { gateways: 1 });
const { apis: [api], database } = world;
const root = await administrator(api);

it('changes a policy only after it has said what that ends, and goes back to the default', async () => {
  const ada = await signedUp(api, 'ada');
  const [old] = await opened(database, 1, { userId: ada.user.id, openedAgo: 3 * 24 * 60 });
  const { page, complaints } = await administering(chrome, world, root, { at: '/admin/policies' });
  const form = page.locator('form[aria-labelledby=rules-user]');
  const days = form.getByLabel('Ends when not used for', { exact: true });
  const ends = async (): Promise<number> => (await database.query(`select from sessions where id = $1 and end_reason = 'idle-timeout'`, [old])).length;

  await days.fill('2');
  await form.getByRole('button', { name: 'Save…' }).click();
  await page.getByText('1 session does not fit it and is ended at once.').waitFor();
  await page.getByRole('button', { name: 'Cancel' }).click();
  expect(await ends()).toBe(0);
  await form.getByRole('button', { name: 'Save…' }).click();
  await page.getByRole('button', { name: 'Change it and end 1 session' }).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await eventually(async () => (await ends()) === 1, 60_000);
  expect(await ada.device.admitted()).toBe(200);
  await page.reload();
  expect(await days.inputValue()).toBe('2');

  await form.getByRole('button', { name: 'Back to the defaults…' }).click();
  await page.getByText('No session ends by it now.').waitFor();
  await page.getByRole('button', { name: 'Change it', exact: true }).click();
  await page.waitForFunction(() => document.querySelector<HTMLInputElement>('form[aria-labelledby=rules-user] input')?.value === '14');
  expect(complaints).toEqual([]);
}, 120_000);
