import { KnownRoutes } from './known-routes.js';

const routes = new KnownRoutes();
routes.note('POST', '/v1/sessions');
routes.note(['GET', 'HEAD'], '/v1/sessions');
routes.note('GET', '/v1/sessions/current');
routes.note('PATCH', '/v1/sessions/:id');
routes.note('GET', '/health/live');
routes.note('GET', '/*');

it.each([
  ['/v1/sessions', ['GET', 'HEAD', 'POST']],
  ['/v1/sessions?limit=1', ['GET', 'HEAD', 'POST']],
  ['/v1/sessions/current', ['GET', 'PATCH']],
  ['/v1/sessions/01936f0e', ['PATCH']],
  ['/v1/sessions/', []],
  ['/v1/sessions/a/b', []],
  ['/v1', []],
  ['/health/live', ['GET']],
  ['/anything', []],
])('knows of %s: %j', (url, methods) => {
  expect(routes.methodsOf(url)).toEqual(methods);
});
