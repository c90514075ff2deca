import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { browser, someone } from '../support/browser.js';
import { curfew } from '../support/curfew.js';
import { administrator } from '../support/people.js';
import { behind, ends, household, inside, outside, troubles } from './states.js';
import { visitors } from './visitors.js';

// Every page in every state, at both widths: WCAG 2.2 AA as far as a machine can tell, in both colour schemes, and nothing to scroll sideways.
// CURFEW_SCREENSHOTS=1 also writes each to test-results/screenshots, to be looked at.
const chrome = await browser();
const world = await curfew({ TRUST_PROXY: '1' }, { gateways: 1 });
const root = await administrator(world.apis[0]);
const visit = visitors(chrome, world.apis[0], (text) => text.includes('status of 500') || text.includes('ERR_INTERNET_DISCONNECTED'));
const folder = fileURLToPath(new URL('../../test-results/screenshots/', import.meta.url));
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

it.each([1280, 390])('has no page and no state with a fault that axe finds, at %i px', async (width) => {
  const faults: object[] = [];
  const look = async (page: Page, name: string): Promise<void> => void faults.push(...(await faultsOf(page, `${name} ${width}`)));
  const stage = { world, visit, width, look };
  const { page: stranger } = await someone(chrome, { viewport: { width, height: 800 } });
  await outside(stage, stranger);
  const laptop = await household(stage);
  await inside(stage, laptop.page);
  await behind(stage, laptop);
  await troubles(stage, laptop);
  await ends(stage, laptop, root);
  expect(faults).toEqual([]);
}, 180_000);

it('moves nothing for those who asked for less motion', async () => {
  const stage = { world, visit, width: 1280, look: async () => undefined };
  const { page } = await household(stage);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.getByRole('button', { name: 'Log Out, Safari on iPadOS' }).click();
  await page.getByText(/^Logged out everywhere in/).waitFor();
  const moving = () => document.getAnimations().filter((each) => Number(each.effect?.getComputedTiming().activeDuration ?? 0) > 1).map((each) => `${each.constructor.name} ${each instanceof CSSAnimation ? each.animationName : ''}${each instanceof CSSTransition ? each.transitionProperty : ''} of ${(each.effect as KeyframeEffect).target?.outerHTML.slice(0, 120)}`);
  expect(await page.evaluate(moving)).toEqual([]);
  await page.getByRole('button', { name: /^Log out all other devices/ }).click();
  await page.getByRole('dialog').waitFor();
  expect(await page.evaluate(moving)).toEqual([]);
}, 60_000);

async function faultsOf(page: Page, name: string): Promise<readonly object[]> {
  const faults: object[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await still(page);
    const axe = colorScheme === 'light' ? new AxeBuilder({ page }).withTags(tags) : new AxeBuilder({ page }).withRules(['color-contrast']); // all else is the same in the dark
    const { violations } = await axe.analyze();
    faults.push(...violations.map(({ id, nodes }) => ({ name, colorScheme, id, where: nodes.map(({ html, failureSummary }) => `${html.slice(0, 160)} ${failureSummary}`) })));
    if (process.env['CURFEW_SCREENSHOTS'] === '1') await keep(page, `${name.replace(' ', '-')}-${colorScheme}`);
  }
  await page.emulateMedia({ colorScheme: 'light' });
  const size = page.viewportSize();
  if (size !== null && size.width < 768) {
    await page.setViewportSize({ ...size, width: 360 });
    if (await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth)) faults.push({ name, id: 'sideways scroll at 360 px' });
    await page.setViewportSize(size);
  }
  return faults;
}

// What fades is neither in its old colour nor in its new one.
const still = (page: Page): Promise<void> => page.evaluate(async () => void (await Promise.allSettled(document.getAnimations().filter(({ effect }) => Number(effect?.getComputedTiming().endTime) < 1_000).map(({ finished }) => finished))));

async function keep(page: Page, name: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await page.screenshot({ path: `${folder}${name}.png` });
}
