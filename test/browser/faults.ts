import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import { type Browser, type Page } from 'playwright-core';
import { someone } from '../support/browser.js';
import type { Curfew } from '../support/curfew.js';
import type { Person } from '../support/people.js';
import { behind, ends, household, inside, outside, troubles } from './states.js';
import { visitors } from './visitors.js';

const folder = fileURLToPath(new URL('../../test-results/screenshots/', import.meta.url));
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

interface Looked {
  readonly chrome: Browser;
  readonly world: Curfew;
  readonly root: Person;
  readonly visit: ReturnType<typeof visitors>;
}

/**
 * What is wrong with any page in any state at a width: WCAG 2.2 AA as far as a machine can tell, in both colour schemes, and nothing to scroll sideways at 360 px.
 * CURFEW_SCREENSHOTS=1 also writes each to test-results/screenshots, to be looked at.
 */
export async function faultsAt(width: number, { chrome, world, root, visit }: Looked): Promise<readonly object[]> {
  const faults: object[] = [];
  const look = async (page: Page, name: string): Promise<void> => void faults.push(...(await faultsOf(page, `${name} ${width}`)));
  const stage = { world, visit, width, look };
  const { page: stranger } = await someone(chrome, { viewport: { width, height: 800 } });
  await outside(stage, stranger);
  await stranger.context().close();
  const laptop = await household(stage);
  await inside(stage, laptop.page);
  await behind(stage, laptop);
  await troubles(stage, laptop);
  await ends(stage, laptop, root);
  return faults;
}

/** What the troubles make a browser say by itself. */
export const isOfTrouble = (complaint: string): boolean => complaint.includes('status of 500') || complaint.includes('ERR_INTERNET_DISCONNECTED');

/** What is wrong with a page as it stands, in both colour schemes. */
export async function faultsOf(page: Page, name: string, schemes: readonly ('light' | 'dark')[] = ['light', 'dark']): Promise<readonly object[]> {
  const faults: object[] = [];
  for (const colorScheme of schemes) {
    await page.emulateMedia({ colorScheme });
    await still(page);
    const axe = colorScheme === 'light' ? new AxeBuilder({ page }).withTags(tags) : new AxeBuilder({ page }).withRules(['color-contrast']); // all else is the same in the dark
    const { violations } = await axe.analyze();
    faults.push(...violations.map(({ id, nodes }) => ({ name, colorScheme, id, where: nodes.map(({ html, failureSummary }) => `${html.slice(0, 160)} ${failureSummary}`) })));
    if (process.env['CURFEW_SCREENSHOTS'] === '1') await keep(page, `${name.replace(' ', '-')}-${colorScheme}`);
  }
  await page.emulateMedia({ colorScheme: 'light' });
  if (await page.evaluate(hasCutDialog)) faults.push({ name, id: 'a dialog that is lower than what it asks, though there is room' });
  const size = page.viewportSize();
  if (size !== null && size.width < 768) {
    await page.setViewportSize({ ...size, width: 360 });
    if (await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth)) faults.push({ name, id: 'sideways scroll at 360 px' });
    await page.setViewportSize(size);
  }
  return faults;
}

const hasCutDialog = (): boolean => [...document.querySelectorAll('dialog[open]')].some(({ scrollHeight, clientHeight }) => scrollHeight > clientHeight + 1 && clientHeight < window.innerHeight * 0.8);

// What fades is neither in its old colour nor in its new one.
const still = (page: Page): Promise<void> => page.evaluate(async () => void (await Promise.allSettled(document.getAnimations().filter(({ effect }) => Number(effect?.getComputedTiming().endTime) < 1_000).map(({ finished }) => finished))));

async function keep(page: Page, name: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await page.screenshot({ path: `${folder}${name}.png` });
}
