import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

/** The repository's top folder. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

/** A file of the repository. */
export const fileOf = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

/** A service as docker-compose.yml has it, its anchors followed. */
export interface Service {
  readonly image: string;
  readonly build?: string;
  readonly user?: string;
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string | null>>;
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly tmpfs?: readonly string[];
  readonly networks?: readonly string[];
  readonly network_mode?: string;
  readonly restart: string;
  readonly read_only: boolean;
  readonly cap_drop: readonly string[];
  readonly cap_add?: readonly string[];
  readonly privileged?: boolean;
  readonly security_opt: readonly string[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly healthcheck?: { readonly disable?: boolean; readonly test?: readonly string[]; readonly interval?: string; readonly timeout?: string; readonly retries?: number };
  readonly deploy?: { readonly replicas?: number; readonly resources?: { readonly limits?: Readonly<Record<string, unknown>> } };
}

interface Compose {
  readonly services: Readonly<Record<string, Service>>;
  readonly networks: Readonly<Record<string, { readonly internal?: boolean } | null>>;
  readonly volumes: Readonly<Record<string, unknown>>;
}

/** docker-compose.yml, where `${NAME:-default}` stands for its default. */
export const compose = parse(fileOf('docker-compose.yml').replaceAll(/\$\{\w+:-([^}]*)\}/g, '$1'), { merge: true }) as Compose;

/** A service that must be there. */
export const service = (name: string): Service => {
  const found = compose.services[name];
  if (found === undefined) throw new Error(`docker-compose.yml has no service ${name}`);
  return found;
};

/** The names of the services that run Curfew's own image as a process that stays. */
export const processes = ['api', 'gateway', 'worker'] as const;

/** The variables that a service is given a value for, as Docker would: a name without one is passed on only when the operator set it. */
export const environmentOf = (name: string): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(service(name).environment ?? {}).flatMap(([key, value]) => (value === null ? [] : [[key, String(value)]])));
