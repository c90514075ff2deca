import type { SignedIn } from '@curfew/contracts';
import type { APIResponse, Browser, BrowserContextOptions, Locator } from 'playwright-core';
import { someone } from '../support/browser.js';
import type { Door } from '../support/curfew.js';
import { password } from '../support/people.js';

type Someone = Awaited<ReturnType<typeof someone>>;

/** Someone at a browser of their own who is signed in. */
export interface Visitor extends Someone {
  readonly email: string;
  readonly session: SignedIn['session'];
  /** Signs the same browser in once more, or again. */
  signIn(): Promise<SignedIn>;
}

export interface Visit {
  readonly userAgent?: string;
  /** The address that the browser is seen from, where the api trusts a proxy. */
  readonly from?: string;
  readonly width?: number;
  readonly name?: string;
  /** Where its page is opened, until it is live; null: nowhere yet. */
  readonly at?: string | null;
  readonly context?: BrowserContextOptions;
}

/** Opens browsers for accounts: the first visit of an address signs up, the next ones sign in. After each test all are closed, and none may have complained of anything unexpected. */
export function visitors(chrome: Browser, api: Door, isExpected: (complaint: string) => boolean = () => false) {
  const known = new Set<string>();
  const here: Someone[] = [];
  afterEach(async () => {
    const leaving = here.splice(0);
    const complaints = leaving.flatMap((each) => each.complaints.filter((complaint) => !isExpected(complaint)));
    if (complaints.length === 0) await Promise.all(leaving.map(({ context }) => context.close()));
    expect(complaints).toEqual([]);
  });
  return async (email: string, visit: Visit = {}): Promise<Visitor> => {
    const visitor = await someone(chrome, contextOf(visit));
    here.push(visitor);
    const post = (path: string, more: object = {}): Promise<APIResponse> =>
      visitor.context.request.post(`${api.url}${path}`, { data: { email, password, ...more }, headers: { origin: api.origin } });
    const signIn = async (): Promise<SignedIn> => bodyOf(await post('/v1/sessions'));
    const first = !known.has(email);
    known.add(email);
    const { session } = first ? await bodyOf(await post('/v1/users', visit.name === undefined ? {} : { name: visit.name })) : await signIn();
    const { at = '/sessions' } = visit;
    if (at !== null) {
      await visitor.page.goto(`${api.url}${at}`);
      await visitor.page.locator('[data-state=live]').first().waitFor();
      await visitor.page.evaluate(() => localStorage.setItem('curfew-signed-in', String(Date.now()))); // as the form leaves it
    }
    return { ...visitor, email, session, signIn };
  };
}

/** The row or card of a device, by what stands in it. */
export const rowOf = (page: Someone['page'], text: string | RegExp): Locator => page.locator('[data-line]').filter({ hasText: text });

export const agents = {
  firefoxOnUbuntu: 'Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0',
  chromeOnWindows: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/147.0.0.0 Safari/537.36',
  safariOnMac: 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.1 Safari/605.1.15',
  pixel: 'Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/147.0.0.0 Mobile Safari/537.36',
  iPhone: 'Mozilla/5.0 (iPhone; CPU iPhone OS 19_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.1 Mobile/15E148 Safari/604.1',
  iPad: 'Mozilla/5.0 (iPad; CPU OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1',
} as const;

/** Addresses whose country the database in the package knows. */
export const addresses = { british: '81.2.69.142', swedish: '89.160.20.112', american: '8.8.8.8' } as const;

function contextOf({ userAgent, from, width = 1280, context }: Visit): BrowserContextOptions {
  return {
    viewport: { width, height: 800 },
    ...(userAgent === undefined ? {} : { userAgent }),
    ...(from === undefined ? {} : { extraHTTPHeaders: { 'x-forwarded-for': from } }),
    ...context,
  };
}

async function bodyOf(answer: APIResponse): Promise<SignedIn> {
  if (!answer.ok()) throw new Error(`${answer.status()} of ${answer.url()}: ${await answer.text()}`);
  return (await answer.json()) as SignedIn;
}
