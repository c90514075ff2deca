import { browser } from '../support/browser.js';
import { curfew } from '../support/curfew.js';
import { administrator } from '../support/people.js';
import { faultsAt, isOfTrouble } from './faults.js';
import { visitors } from './visitors.js';

const chrome = await browser();
const world = await curfew({ TRUST_PROXY: '1' }, { gateways: 1 });
const root = await administrator(world.apis[0]);
const visit = visitors(chrome, world.apis[0], isOfTrouble);

it('has no page and no state with a fault that axe finds, at 390 px', async () => {
  expect(await faultsAt(390, { chrome, world, root, visit })).toEqual([]);
}, 240_000);
