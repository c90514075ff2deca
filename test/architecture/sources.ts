import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

/** The repository's top folder. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

/** A file of the tree, parsed. `path` is from the top, with slashes; `room` is its first two folders. */
export interface Source {
  readonly path: string;
  readonly room: string;
  readonly text: string;
  readonly tree: ts.SourceFile;
}

/** Every room: a folder of libs/ or apps/ that has a package.json. */
export const rooms = (): readonly string[] =>
  ['libs', 'apps'].flatMap((top) =>
    readdirSync(join(root, top), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => `${top}/${name}`),
  );

/** Every TypeScript file of the rooms, specs included. */
export const sources = (): readonly Source[] => rooms().flatMap((room) => filesIn(join(root, room, 'src')).map((file) => parsed(file, room)));

/** Whether it is a test. */
export const isSpec = ({ path }: Source): boolean => /\.spec\.tsx?$/.test(path);

/** What a file imports or exports from, static and dynamic, as it is written. */
export const importsOf = ({ text }: Source): readonly string[] => ts.preProcessFile(text).importedFiles.map(({ fileName }) => fileName);

/** The same without `import type`: what is there when the program runs. */
export const runtimeImportsOf = ({ tree }: Source): readonly string[] =>
  tree.statements
    .filter((node) => (ts.isImportDeclaration(node) && !node.importClause?.isTypeOnly) || (ts.isExportDeclaration(node) && !node.isTypeOnly))
    .flatMap((node) => ('moduleSpecifier' in node && node.moduleSpecifier && ts.isStringLiteral(node.moduleSpecifier as ts.Node) ? [(node.moduleSpecifier as ts.StringLiteral).text] : []));

/** The file of the tree that a relative import leads to, from the top. */
export const target = (source: Source, specifier: string): string =>
  relative(root, join(root, dirname(source.path), specifier)).replaceAll('\\', '/').replace(/\.js$/, '.ts');

/** Each node of a file for which `is` holds, as `path:line text`. */
export const found = (source: Source, is: (node: ts.Node) => boolean): readonly string[] => {
  const hits: string[] = [];
  const visit = (node: ts.Node): void => {
    if (is(node)) hits.push(`${source.path}:${line(source, node)} ${node.getText(source.tree).slice(0, 80)}`);
    ts.forEachChild(node, visit);
  };
  visit(source.tree);
  return hits;
};

const line = ({ tree }: Source, node: ts.Node): number => tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1;

const parsed = (file: string, room: string): Source => {
  const text = readFileSync(file, 'utf8');
  const path = relative(root, file).replaceAll('\\', '/');
  return { path, room, text, tree: ts.createSourceFile(path, text, ts.ScriptTarget.ES2023, true) };
};

const filesIn = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => join(folder, name));
