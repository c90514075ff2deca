import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { ask } from '../support/ask.js';
import { browser } from '../support/browser.js';
import { curfew, newEmail } from '../support/curfew.js';
import { password } from '../support/people.js';
import { agents, rowOf, visitors } from './visitors.js';

const dist = fileURLToPath(new URL('../../apps/dashboard/dist/', import.meta.url));
const chrome = await browser();
const { apis: [api] } = await curfew({}, { gateways: 1 });
const visit = visitors(chrome, api);

it('has less than 200 kB of JavaScript, gzipped, on its first page, as built', async () => {
  const html = await readFile(`${dist}index.html`, 'utf8');
  const files = await withImports([...html.matchAll(/(?:src|href)="\/(assets\/[^"]+\.js)"/g)].map(([, file]) => file ?? ''));
  const sizes = await Promise.all(files.map(async (file) => gzipSync(await readFile(dist + file)).length));
  expect(sizes.length).toBeGreaterThan(0);
  expect(sizes.reduce((all, size) => all + size, 0)).toBeLessThan(200_000);
});

it.each([1280, 390])('fetches less than 200 kB of scripts until the sessions are there, and moves nothing that was drawn, at %i px', async (width) => {
  const email = newEmail();
  const { page } = await visit(email, { userAgent: agents.firefoxOnUbuntu, width, at: null });
  for (const userAgent of [agents.pixel, agents.iPad, agents.chromeOnWindows]) await ask(api, 'POST /v1/sessions', { body: { email, password, delivery: 'token' }, headers: { 'user-agent': userAgent } });
  let bytes = 0;
  const reading: Promise<void>[] = [];
  page.on('response', (response) => {
    if (response.url().endsWith('.js')) reading.push(response.body().then((body) => void (bytes += gzipSync(body).length)));
  });
  await page.addInitScript(() => {
    const shifts: (readonly [number, string])[] = [];
    Object.assign(globalThis, { shifts });
    const where = ({ node, previousRect, currentRect }: Source): string => `${node?.parentElement?.className} ${node?.nodeName} from ${previousRect.y} to ${currentRect.y}`;
    new PerformanceObserver((list) => {
      for (const { value, sources } of list.getEntries() as (PerformanceEntry & Shift)[]) shifts.push([value, sources.map(where).join(', ')]);
    }).observe({ type: 'layout-shift', buffered: true });
  });
  await page.goto(`${api.url}/sessions`);
  await rowOf(page, 'Pixel 9').waitFor();
  await page.locator('[data-state=live]').waitFor();
  await page.waitForLoadState('networkidle');
  await Promise.all(reading);
  expect(bytes).toBeGreaterThan(50_000);
  expect(bytes).toBeLessThan(200_000);
  const shifts = await page.evaluate(() => (globalThis as unknown as { shifts: (readonly [number, string])[] }).shifts);
  expect(shifts.reduce((sum, [value]) => sum + value, 0) < 0.02 ? [] : shifts).toEqual([]);
}, 60_000);

it('shows the first row without waiting for anything but the page, what the page names, and the list', async () => {
  const { page } = await visit(newEmail(), { at: null });
  const html = await readFile(`${dist}index.html`, 'utf8');
  const stalled: string[] = [];
  await page.route(/\/v1\/|\.js$/, async (route) => {
    const { pathname } = new URL(route.request().url());
    if (pathname === '/v1/sessions' || html.includes(pathname)) return route.continue();
    stalled.push(pathname);
    return new Promise(() => undefined);
  });
  await page.goto(`${api.url}/sessions`);
  await rowOf(page, 'This device').waitFor();
  expect(stalled).toContain('/v1/users/me');
}, 60_000);

interface Source {
  readonly node: Node | null;
  readonly previousRect: DOMRect;
  readonly currentRect: DOMRect;
}

interface Shift {
  readonly value: number;
  readonly sources: readonly Source[];
}

/** The files, and all that they import before they run. */
async function withImports(files: readonly string[]): Promise<readonly string[]> {
  const known = new Set<string>();
  const add = async (file: string): Promise<void> => {
    if (known.has(file)) return;
    known.add(file);
    const text = await readFile(dist + file, 'utf8');
    for (const [, name = ''] of text.matchAll(/(?:^|[;}])(?:import|export)[^;"'()]*?["'`]\.\/([^"'`]+\.js)["'`]/g)) await add(`assets/${name}`);
  };
  for (const file of files) await add(file);
  return [...known];
}
