import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { envExample, settingsPage } from './describe.js';
import { readSettings } from './read.js';
import { rows } from './table.js';

const repository = join(import.meta.dirname, '../../../..');

it.each([
  ['.env.example', envExample],
  ['docs/settings.md', settingsPage],
])('%s is what the table says (npm run generate:settings renews it)', (path, text) => {
  expect(readFileSync(join(repository, path), 'utf8')).toBe(text());
});

it('the defaults, written out, are read as the defaults', () => {
  const all = Object.fromEntries(rows().map((row) => [row.name, row.preset]));
  expect(readSettings(all)).toEqual(readSettings({}));
});

it('every setting is described as something that it may be, and does', () => {
  for (const { name, kind, about } of rows()) {
    expect(settingsPage()).toContain(`| \`${name}\` |`);
    expect([kind.may, about].every((text) => text.length > 5 && !text.includes('|'))).toBe(true);
  }
});
