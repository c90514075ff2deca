export { EmbeddedError } from './embedded-error.js';
export { freePort } from './machine/free-port.js';
export { keptSecret } from './machine/kept-secret.js';
export type { RunningServer } from './machine/running-server.js';
export { startPostgres, type PostgresOptions } from './postgres/start-postgres.js';
export { startRedis, type RedisOptions } from './redis/start-redis.js';
