import { waysToRun } from './ways-to-run.js';

const unshare = '/usr/bin/unshare';
const setpriv = '/usr/bin/setpriv';
const atDeath = [setpriv, '--pdeathsig', 'INT', '--'];

it('runs as an ordinary user does, and dies with its parent where setpriv can see to it', () => {
  expect(waysToRun({ uid: 1000, unshare, setpriv })).toEqual([
    { name: 'as yourself', prefix: atDeath, owner: 1000 },
    { name: 'as yourself', prefix: [], owner: 1000 },
  ]);
});

it('runs as an ordinary user does on a machine that has neither program', () => {
  expect(waysToRun({ uid: 501, unshare: undefined, setpriv: undefined })).toEqual([{ name: 'as yourself', prefix: [], owner: 501 }]);
});

it.each([
  ['all', { unshare, setpriv }, ['user namespace', 'user namespace', 'lowered rights', 'lowered rights', 'nobody', 'nobody']],
  ['no unshare', { unshare: undefined, setpriv }, ['lowered rights', 'lowered rights', 'nobody', 'nobody']],
  ['no setpriv', { unshare, setpriv: undefined }, ['user namespace', 'nobody']],
  ['neither', { unshare: undefined, setpriv: undefined }, ['nobody']],
])('gives root away, the way that keeps most first, with %s', (_name, programs, names) => {
  expect(waysToRun({ uid: 0, ...programs }).map(({ name }) => name)).toEqual(names);
});

it('keeps the files root’s in a namespace, and gives them to nobody otherwise', () => {
  const ways = waysToRun({ uid: 0, unshare, setpriv });

  expect(ways.map(({ owner }) => owner)).toEqual([0, 0, 65534, 65534, 65534, 65534]);
  expect(ways.map(({ user }) => user?.uid)).toEqual([undefined, undefined, undefined, undefined, 65534, 65534]);
});

it('sets the signal at the parent’s death last, as a change of user clears it', () => {
  const [first, , second] = waysToRun({ uid: 0, unshare, setpriv });

  expect(first?.prefix).toEqual([unshare, '-U', '--map-user=65534', '--map-group=65534', '--', ...atDeath]);
  expect(second?.prefix.slice(-4)).toEqual(atDeath);
  expect(second?.prefix).toContain('--ambient-caps=+dac_override');
});
