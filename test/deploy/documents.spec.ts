import { existsSync, readdirSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { rows } from '../../libs/platform/src/settings/table.js';
import { fileOf, root } from './compose.js';

const inside = (folder: string): readonly string[] => readdirSync(join(root, folder)).filter((name) => name.endsWith('.md')).map((name) => join(folder, name));
const documents = ['.', 'docs', 'docs/decisions'].flatMap(inside);

/** The anchors that a page's headings make. */
const anchorsOf = (path: string): readonly string[] =>
  [...fileOf(path).matchAll(/^#+ (.+)$/gm)].map(([, title = '']) => title.toLowerCase().replaceAll(/[^\w\- ]/g, '').replaceAll(' ', '-'));

it.each(documents)('%s leads nowhere that is not there', (path) => {
  const links = [...fileOf(path).matchAll(/(!?)\[[^\]]*\]\(([^)\s]+)\)/g)].filter(([, picture, to = '']) => picture === '' && !/^\w+:/.test(to)).map(([, , to = '']) => to);
  const broken = links.filter((to) => {
    const [file = '', anchor] = to.split('#');
    const target = file === '' ? path : normalize(join(dirname(path), file));
    return !existsSync(join(root, target)) || (anchor !== undefined && !anchorsOf(target).includes(anchor));
  });
  expect(broken).toEqual([]);
});

it.each(documents)('%s names no command that is not there', (path) => {
  const { scripts } = JSON.parse(fileOf('package.json')) as { readonly scripts: Readonly<Record<string, string>> };
  const named = [...fileOf(path).matchAll(/\bnpm run ([\w:-]+)/g)].map(([, name = '']) => name);
  expect(named.filter((name) => !(name in scripts))).toEqual([]);
});

it('names no setting to operators that does not exist', () => {
  const ofCompose = ['FRONT_DOOR'];
  const known = new Set([...ofCompose, ...rows().map(({ name }) => name)]);
  const named = [...fileOf('docs/operators.md').matchAll(/`([A-Z][A-Z0-9]*_[A-Z0-9_]+)(?:=[^`]*)?`/g)].map(([, name = '']) => name);
  expect(named.length).toBeGreaterThan(10);
  // Those of OpenTelemetry are its own: its SDK reads them.
  expect(named.filter((name) => !known.has(name) && !name.startsWith('OTEL_'))).toEqual([]);
});
