import ts from 'typescript';
import { forbiddenNames } from './house.js';
import { found, isSpec, root, sources } from './sources.js';

// What oxlint cannot say. Tests may assert types; the product may not.
const files = sources();
const product = files.filter((file) => !isSpec(file));

it('exports by name, never everything', () => {
  expect(files.flatMap((file) => found(file, (node) => ts.isExportDeclaration(node) && !node.exportClause))).toEqual([]);
});

it('has one index a library, and none elsewhere', () => {
  const indexes = files.filter(({ path }) => /\/index\.tsx?$/.test(path)).map(({ path }) => path);
  expect(indexes.filter((path) => !/^libs\/[^/]+\/src\/index\.ts$/.test(path))).toEqual([]);
});

it('asserts no type but const', () => {
  const asserts = (node: ts.Node): boolean => (ts.isAsExpression(node) && node.type.getText() !== 'const') || ts.isTypeAssertionExpression(node);
  expect(product.flatMap((file) => found(file, asserts))).toEqual([]);
});

it('has no enum, no namespace and no non-null assertion', () => {
  const forbidden = (node: ts.Node): boolean => ts.isEnumDeclaration(node) || ts.isModuleDeclaration(node) || ts.isNonNullExpression(node);
  expect(product.flatMap((file) => found(file, forbidden)).filter((hit) => !hit.includes('declare '))).toEqual([]);
});

it('names folders and files for what they hold', () => {
  const empty = new Set(forbiddenNames);
  const says = (path: string): boolean => !path.split('/').slice(3).some((part) => empty.has(part.replace(/\..*$/, '')));
  expect(files.filter(({ path }) => !says(path)).map(({ path }) => path)).toEqual([]);
});

it('knows no path of the machine that it was written on', () => {
  expect(files.filter(({ text }) => text.includes(root) || /['"`](\/home\/|\/work\/|\/Users\/|\/root\/)/.test(text)).map(({ path }) => path)).toEqual([]);
});
