import { isPage } from './paths.js';

it.each([
  ['/', true],
  ['/sign-in', true],
  ['/sessions/01936f0e-0000-7000-8000-000000000000', true],
  ['/admin/sessions', true],
  ['/v1', false],
  ['/v1/users', false],
  ['/V1/users', false],
  ['/health/live', false],
  ['/docs/nothing', false],
  ['/assets/nothing', false],
  ['//admin', false],
  ['/admin//sessions', false],
  ['/admin/', false],
  ['/admin%2fsessions', false],
  ['/admin;x/sessions', false],
  ['/../v1', false],
  ['/sessions/a.css', false],
  ['/index.html', false],
  ['/favicon.ico', false],
  ['/.env', false],
])('%s: %s', (path, expected) => {
  expect(isPage(path)).toBe(expected);
});
