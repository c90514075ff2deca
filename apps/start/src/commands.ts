import { fileURLToPath } from 'node:url';
import type { Command } from './child-process.js';

/** What the processes are told beside the operator's own settings. */
export interface Resolved {
  readonly databaseUrl: string;
  readonly redisUrl: string;
  readonly dataDir: string;
  readonly apiPort: number;
  readonly gatewayPort: number;
  readonly metricsPort: number;
  /** Where the key lies that was made for the embedded database. */
  readonly encryptionKeyFile?: string | undefined;
}

/** How api, gateway and worker are started with the environment `env`. */
export const commands = (env: NodeJS.ProcessEnv, resolved: Resolved): readonly Command[] =>
  ['api', 'gateway', 'worker'].map((name) => ({ name, file: fileOf(name), env: environment(env, resolved) }));

/** The environment of a process: what was resolved stands in it as settings; the role that may change the schema is not passed on. */
export const environment = (env: NodeJS.ProcessEnv, resolved: Resolved): NodeJS.ProcessEnv => {
  const settled: Readonly<Record<string, string>> = {
    DATABASE_URL: resolved.databaseUrl,
    REDIS_URL: resolved.redisUrl,
    DATA_DIR: resolved.dataDir,
    API_PORT: String(resolved.apiPort),
    GATEWAY_PORT: String(resolved.gatewayPort),
    METRICS_PORT: String(resolved.metricsPort),
    // Nothing stands in front of one of these alone, and all of them have a few seconds to end.
    DRAIN_DELAY: '0ms',
    ...(resolved.encryptionKeyFile === undefined ? {} : { KEY_ENCRYPTION_KEY_FILE: resolved.encryptionKeyFile }),
  };
  // A value and a file for one setting would contradict each other.
  const left = new Set([...Object.keys(settled), 'MIGRATION_DATABASE_URL'].flatMap((name) => [name, `${name}_FILE`]));
  const kept = Object.entries(env).filter(([name]) => !left.has(name));
  return { NODE_ENV: 'production', ...Object.fromEntries(kept), ...settled, CURFEW_PARENT_PID: String(process.pid) };
};

const fileOf = (name: string): string => fileURLToPath(new URL(`../../${name}/dist/main.js`, import.meta.url));
