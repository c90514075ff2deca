import { serversOf } from './servers.js';

it('answers where both servers are', () => {
  expect(serversOf({ databaseUrl: 'postgres://db/curfew', redisUrl: 'redis://cache' })).toEqual({ databaseUrl: 'postgres://db/curfew', redisUrl: 'redis://cache' });
});

it('names everything that is missing, at once', () => {
  expect(() => serversOf({ databaseUrl: undefined, redisUrl: undefined })).toThrow(/DATABASE_URL is not set.*\n.*REDIS_URL is not set/u);
  expect(() => serversOf({ databaseUrl: 'postgres://db/curfew', redisUrl: undefined })).toThrow(/^REDIS_URL is not set/u);
});
