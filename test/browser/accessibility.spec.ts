import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { browser, someone } from '../support/browser.js';
import { curfew, newEmail } from '../support/curfew.js';
import { administrator, password } from '../support/people.js';

// WCAG 2.2 AA, as far as a machine can tell, in both colour schemes.
const chrome = await browser();
const { apis: [api] } = await curfew({}, { gateways: 1, workers: 0 });
const root = await administrator(api);

describe.each(['light', 'dark'] as const)('in %s', (colorScheme) => {
  it('has pages that everyone can use', async () => {
    const { page } = await someone(chrome, { colorScheme });
    await page.goto(`${api.url}/sign-up`);
    await page.getByRole('button', { name: 'Create account', exact: true }).waitFor();
    expect(await faults(page)).toEqual([]);

    await page.getByLabel('Email address').fill(newEmail());
    await page.getByLabel('Password', { exact: true }).fill(password);
    await page.getByRole('button', { name: 'Create account', exact: true }).click();
    await page.locator('tbody tr').first().waitFor();
    expect(await faults(page)).toEqual([]);

    await page.getByRole('row').filter({ hasText: 'This device' }).getByRole('button', { name: /^Log Out/ }).click();
    await page.getByRole('heading', { name: /signed out/i }).waitFor();
    expect(await faults(page)).toEqual([]);
  }, 60_000);

  it('has an administrator\'s page that everyone can use', async () => {
    const { page } = await someone(chrome, { colorScheme });
    await page.goto(`${api.url}/sign-in`);
    await page.getByRole('button', { name: 'Sign in', exact: true }).waitFor();
    expect(await faults(page)).toEqual([]);
    await page.getByLabel('Email address').fill(root.email);
    await page.getByLabel('Password', { exact: true }).fill(password);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByRole('link', { name: 'All Sessions' }).click();
    await page.locator('tbody tr').first().waitFor();
    expect(await faults(page)).toEqual([]);
  }, 60_000);
});

async function faults(page: Page): Promise<readonly object[]> {
  const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']).analyze();
  return violations.map(({ id, nodes }) => ({ id, where: nodes.map(({ html, failureSummary }) => `${html.slice(0, 160)} ${failureSummary}`) }));
}
