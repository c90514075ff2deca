import type { Browser, Page } from 'playwright-core';
import { opened } from '../administration/opened.js';
import { ask } from '../support/ask.js';
import { someone } from '../support/browser.js';
import type { Curfew } from '../support/curfew.js';
import { password, signedUp, type Person } from '../support/people.js';
import { addresses, agents } from './visitors.js';

interface Opening {
  readonly width?: number;
  readonly at?: string;
  /** What is done to the page before it is opened. */
  readonly before?: (page: Page) => Promise<void>;
}

/** An administrator at a browser of their own, where a page of theirs is open and live. */
export async function administering(chrome: Browser, { apis: [api] }: Curfew, { email }: Person, { width = 1280, at = '/admin', before = async () => undefined }: Opening = {}): Promise<{ readonly page: Page; readonly complaints: readonly string[] }> {
  const { context, page, complaints } = await someone(chrome, { viewport: { width, height: 900 }, extraHTTPHeaders: { 'x-forwarded-for': addresses.british } });
  const answer = await context.request.post(`${api.url}/v1/sessions`, { data: { email, password }, headers: { origin: api.origin } });
  if (!answer.ok()) throw new Error(`${answer.status()} ${await answer.text()}`);
  await before(page);
  await page.goto(`${api.url}${at}`);
  await page.locator('#content h1').waitFor();
  return { page, complaints };
}

/** A small company: three people on several devices, and one with many sessions from one network in Portugal. */
export async function company({ apis: [api], database }: Curfew): Promise<{ readonly ada: Person; readonly eve: Person }> {
  const [ada, ben, eve] = await Promise.all(['Ada Lovelace', 'Ben Okafor', 'Eve Martin'].map((name) => signedUp(api, name.toLowerCase().replace(' ', '.'))));
  if (ada === undefined || ben === undefined || eve === undefined) throw new Error('three sign up');
  for (const [person, userAgent, from] of [[ada, agents.firefoxOnUbuntu, addresses.british], [ada, agents.pixel, addresses.swedish], [ben, agents.safariOnMac, addresses.american], [ben, agents.iPad, addresses.british]] as const)
    await ask(api, 'POST /v1/sessions', { body: { email: person.email, password, delivery: 'token' }, headers: { 'user-agent': userAgent, 'x-forwarded-for': from } });
  await opened(database, 130, { userId: eve.user.id, ip: '198.51.100.24', country: 'PT' });
  await opened(database, 12, { userId: eve.user.id, ip: '198.51.100.25', country: 'PT', type: 'mobile', openedAgo: 300 });
  await ask(api, 'POST /v1/sessions', { body: { email: ada.email, password: 'something else entirely' }, headers: { 'x-forwarded-for': addresses.swedish } });
  return { ada, eve };
}
