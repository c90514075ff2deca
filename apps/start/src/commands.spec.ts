import { commands, environment } from './commands.js';

const resolved = { databaseUrl: 'postgres://h/d', redisUrl: 'redis://h', dataDir: '/data', apiPort: 3000, gatewayPort: 3001, metricsPort: 9464 };

it('starts api, gateway and worker, each from its built file', () => {
  expect(commands({}, resolved).map(({ name, file }) => [name, file.endsWith(`/apps/${name}/dist/main.js`)])).toEqual([
    ['api', true],
    ['gateway', true],
    ['worker', true],
  ]);
});

it('passes on the settings, with what was resolved in place of what was asked for', () => {
  expect(environment({ API_PORT: '0', LEASE: '5s', DRAIN_DELAY: '30s', PATH: '/bin' }, resolved)).toMatchObject({
    API_PORT: '3000', GATEWAY_PORT: '3001', METRICS_PORT: '9464', DATABASE_URL: 'postgres://h/d', REDIS_URL: 'redis://h', DATA_DIR: '/data',
    LEASE: '5s', DRAIN_DELAY: '0ms', PATH: '/bin', CURFEW_PARENT_PID: String(process.pid),
  });
});

it('leaves out files for settings that were resolved, and the role that may change the schema', () => {
  const env = environment({ DATABASE_URL_FILE: '/run/db', MIGRATION_DATABASE_URL: 'postgres://owner@h/d', MIGRATION_DATABASE_URL_FILE: '/run/m', ADMIN_PASSWORD_FILE: '/run/a' }, resolved);
  expect(Object.keys(env)).not.toEqual(expect.arrayContaining(['DATABASE_URL_FILE']));
  expect(Object.keys(env).filter((name) => name.startsWith('MIGRATION'))).toEqual([]);
  expect(env['ADMIN_PASSWORD_FILE']).toBe('/run/a');
});
