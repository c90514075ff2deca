import ts from 'typescript';
import { behindTheDoor, ends, theDoor } from './house.js';
import { found, isSpec, sources } from './sources.js';

const outside = sources().filter((file) => !isSpec(file) && !behindTheDoor.includes(file.path));

it('lets nothing but the store behind the one door end a session', () => {
  expect(outside.flatMap((file) => found(file, writes))).toEqual([]);
});

it('lets nothing but the one door ask that store', () => {
  const callers = outside.filter((file) => file.path !== 'libs/persistence/src/index.ts' && !theDoor.includes(file.path));
  const asks = (node: ts.Node): boolean => ts.isImportSpecifier(node) && ends.includes(node.name.text) && isOfPersistence(node);
  expect(callers.flatMap((file) => found(file, asks))).toEqual([]);
});

it.each([
  ['update sessions set ended_at = now() where id = $1', true],
  ['update users set generation = generation + 1', true],
  ['update sessions set label = $1 where ended_at is null and generation = $2', false],
  ['select ended_at, generation from sessions', false],
])('tells a write from a read: %s', (sql, expected) => {
  expect(writesIn(sql)).toBe(expected);
});

const isOfPersistence = (node: ts.ImportSpecifier): boolean => /persistence|session-ends/.test(node.parent.parent.parent.moduleSpecifier.getText());

/** A text with SQL that sets one of the two columns. Comments are no text. */
function writes(node: ts.Node): boolean {
  const isText = ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node) || ts.isTemplateExpression(node);
  return isText && writesIn(node.getText());
}

function writesIn(text: string): boolean {
  const sets = text.toLowerCase().matchAll(/\bset\b(.*?)(?=\bwhere\b|\breturning\b|\bfrom\b|$)/gs);
  return [...sets].some(([, set]) => /\b(ended_at|generation)\s*=/.test(set ?? ''));
}
