import { mayImport, withoutNode } from './house.js';
import { importsOf, isSpec, rooms, runtimeImportsOf, sources, target, type Source } from './sources.js';

const files = sources();

it('has no room that the table does not know', () => {
  expect(rooms().filter((room) => !(room in mayImport))).toEqual([]);
});

it.each(Object.keys(mayImport))('%s imports only the rooms that it may', (room) => {
  const allowed = new Set(mayImport[room]?.map((name) => `@curfew/${name}`));
  const wrong = files.filter((file) => file.room === room).flatMap((file) => importsOf(file)
    .filter((name) => name.startsWith('@curfew/') && !allowed.has(name))
    .map((name) => `${file.path} imports ${name}`));
  expect(wrong).toEqual([]);
});

it('lets no file reach into another room, not even by a relative path', () => {
  const wrong = relativeImports().filter(({ from, to }) => !to.startsWith(`${from.room}/`));
  expect(wrong.map(({ from, to }) => `${from.path} imports ${to}`)).toEqual([]);
});

it('asks no room for more than its index', () => {
  const deep = files.flatMap((file) => importsOf(file)
    .filter((name) => /^@curfew\/[^/]+\//.test(name) && !name.startsWith('@curfew/guard/'))
    .map((name) => `${file.path} imports ${name}`));
  expect(deep).toEqual([]);
});

it('keeps Node out of the rooms that others load', () => {
  const wrong = files.filter((file) => withoutNode.includes(file.room) && !isSpec(file)).flatMap((file) => importsOf(file)
    .filter((name) => name.startsWith('node:'))
    .map((name) => `${file.path} imports ${name}`));
  expect(wrong).toEqual([]);
});

it('has no circle of rooms', () => {
  const edges = new Map(Object.entries(mayImport).map(([room, names]) => [room, names.map((name) => `libs/${name}`)]));
  expect(circles(edges)).toEqual([]);
});

it('has no circle of files', () => {
  const edges = new Map<string, string[]>(files.map(({ path }) => [path, []]));
  for (const { from, to } of relativeImports(runtimeImportsOf)) edges.get(from.path)?.push(edges.has(to) ? to : `${to}x`);
  expect(circles(edges)).toEqual([]);
});

interface Edge {
  readonly from: Source;
  readonly to: string;
}

function relativeImports(read = importsOf): readonly Edge[] {
  return files.flatMap((from) => read(from).filter((name) => name.startsWith('.')).map((name) => ({ from, to: target(from, name) })));
}

/** Each circle once, as a → b → a: depth first, a node that is on the way is met again. */
function circles(edges: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const done = new Set<string>();
  const hits: string[] = [];
  const visit = (node: string, way: readonly string[]): void => {
    if (way.includes(node)) hits.push([...way.slice(way.indexOf(node)), node].join(' → '));
    if (way.includes(node) || done.has(node)) return;
    edges.get(node)?.forEach((next) => visit(next, [...way, node]));
    done.add(node);
  };
  for (const node of edges.keys()) visit(node, []);
  return hits;
}
