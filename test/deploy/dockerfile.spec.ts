import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileOf, root, service } from './compose.js';

/** The instructions of the Dockerfile in order: comments gone, continued lines joined. */
const instructions = fileOf('Dockerfile')
  .replaceAll(/^\s*#.*\n/gm, '')
  .replaceAll(/\\\n/g, ' ')
  .split('\n')
  .filter((line) => line.trim() !== '')
  .map((line) => ({ name: line.split(' ')[0] ?? '', rest: line.slice(line.indexOf(' ') + 1).trim() }));
const all = (name: string): readonly string[] => instructions.filter((each) => each.name === name).map(({ rest }) => rest);
const last = instructions.slice(instructions.findLastIndex(({ name }) => name === 'FROM'));
const lastOf = (name: string): readonly string[] => last.filter((each) => each.name === name).map(({ rest }) => rest);

it('builds on an image of Node with a version, which the product may run on', () => {
  const [image = ''] = all('ARG').map((argument) => argument.replace(/^NODE_IMAGE=/, ''));
  const [, major] = /^node:(\d+)-bookworm-slim$/.exec(image) ?? [];
  expect(Number(major)).toBeGreaterThanOrEqual(24);
  expect(Number(major) % 2).toBe(0);
  // Never `latest`, nor anything that was not named above.
  expect(all('FROM')).toEqual(['${NODE_IMAGE} AS build', '${NODE_IMAGE}']);
});

it('runs as a user that is not root, given by number, and who does not own the code', () => {
  expect(lastOf('USER')).toEqual(['1000:1000']);
  expect(last.findIndex(({ name }) => name === 'USER')).toBeGreaterThan(last.findLastIndex(({ name }) => name === 'COPY'));
  expect(all('COPY').filter((copy) => !copy.includes('--chown=root:root'))).toEqual([]);
});

it('runs no script of a package, and leaves what only makers need behind', () => {
  const [run = '', ...more] = all('RUN');
  expect(more).toEqual([]);
  expect(run.split('&&').map((step) => step.trim().replace(/^--mount=\S+ /, '')).slice(0, 4)).toEqual([
    'npm ci --ignore-scripts',
    'npm run build',
    'npm pkg delete dependencies --workspace @curfew/dashboard',
    'npm prune --omit=dev --ignore-scripts',
  ]);
  expect(lastOf('RUN')).toEqual([]);
});

it('uses no ADD, no sudo, no apt, no curl, and holds no secret', () => {
  expect(all('ADD')).toEqual([]);
  expect(fileOf('Dockerfile')).not.toMatch(/\b(sudo|apt|apt-get|curl|wget)\b/);
  expect([...all('ENV'), ...all('ARG')].filter((each) => /PASSWORD|SECRET|TOKEN|KEY|_URL/.test(each))).toEqual([]);
});

it('takes into the image only what is made by the build', () => {
  const from = lastOf('COPY').map((copy) => copy.split(' ').slice(2).map((part) => part.replace(/^\/app\//, '')).join(' '));
  expect(from).toEqual(['package.json LICENSE ./', 'node_modules ./node_modules', 'libs ./libs', 'apps ./apps', 'deploy/secrets.js ./deploy/secrets.js']);
  expect(existsSync(join(root, 'deploy/secrets.js'))).toBe(true);
});

it('says in each form of a list how it is run, and how it is asked for its health', () => {
  expect(JSON.parse(lastOf('CMD').join())).toEqual(service('api').command);
  const [check = ''] = lastOf('HEALTHCHECK');
  expect(JSON.parse(check.slice(check.indexOf('[')))).toEqual(service('api').healthcheck?.test?.slice(1));
  expect(lastOf('EXPOSE')).toEqual(['3000 3001 9464 9465 9466']);
});

it('keeps secrets, data and the history of the repository from the builder', () => {
  const ignored = fileOf('.dockerignore').split('\n');
  for (const path of ['.git', '.env', '.env.*', '.curfew', '**/node_modules', '**/dist']) expect(ignored).toContain(path);
});
