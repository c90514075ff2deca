import { browser } from '../support/browser.js';
import { curfew } from '../support/curfew.js';
import { administrator } from '../support/people.js';
import { faultsAt, isOfTrouble } from './faults.js';
import { household } from './states.js';
import { visitors } from './visitors.js';

const chrome = await browser();
const world = await curfew({ TRUST_PROXY: '1' }, { gateways: 1 });
const root = await administrator(world.apis[0]);
const visit = visitors(chrome, world.apis[0], isOfTrouble);

it('has no page and no state with a fault that axe finds, at 1280 px', async () => {
  expect(await faultsAt(1280, { chrome, world, root, visit })).toEqual([]);
}, 240_000);

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
