import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readSettings } from '@curfew/platform';
import { rows } from '../../libs/platform/src/settings/table.js';
import { compose, environmentOf, fileOf, processes, root, service } from './compose.js';
import { inContainer, secretFiles } from './secret-files.js';

const names = Object.keys(compose.services);
const ours = names.filter((name) => service(name).build !== undefined);
const oneShots = new Set(['secrets', 'migrate']);
const secrets = secretFiles();
const settingsOf = (name: string) =>
  readSettings(Object.fromEntries(Object.entries(environmentOf(name)).map(([key, value]) => [key, value.replace(inContainer, secrets)])));

it('starts PostgreSQL, Redis, two apis, two gateways, a worker and one front door', () => {
  expect(names.toSorted()).toEqual(['api', 'front-door', 'gateway', 'migrate', 'postgres', 'redis', 'secrets', 'worker']);
  expect(['api', 'gateway'].map((name) => service(name).deploy?.replicas)).toEqual([2, 2]);
});

describe('what the processes are told', () => {
  const known = new Map(rows().map((row) => [row.name, row]));
  const bare = (name: string): string => name.replace(/_FILE$/, '');

  it.each(ours.filter((name) => service(name).environment))('%s is given nothing that is no setting, or one of OpenTelemetry', (name) => {
    expect(Object.keys(service(name).environment ?? {}).filter((key) => !known.has(key) && !known.has(bare(key)) && !key.startsWith('OTEL_'))).toEqual([]);
  });

  // A path in the container: whoever has such a database mounts it (docs/operators.md).
  const leftOut = new Set(['GEOIP_DATABASE']);
  it.each(processes)('%s can be given every setting that it reads', (name) => {
    const given = new Set(Object.keys(service(name).environment ?? {}).map(bare));
    expect(rows().filter((row) => row.usedBy.includes(name) && !given.has(row.name) && !leftOut.has(row.name))).toEqual([]);
  });

  it('gives settings that hang together to all of them', () => {
    const apart = new Set(['ADMIN_EMAIL', 'ADMIN_PASSWORD', 'SMTP_URL']);
    const [api, gateway, worker] = processes.map((name) => Object.entries(service(name).environment ?? {}).filter(([key]) => !apart.has(key)));
    expect(gateway).toEqual(api);
    expect(worker).toEqual(api);
  });

  it.each([...processes, 'migrate'])('the settings check of %s takes it as it is', (name) => {
    expect(settingsOf(name)).toMatchObject({ trustProxy: 1, metricsHost: '0.0.0.0', databaseUrl: expect.stringContaining('@postgres:5432/'), redisUrl: expect.stringContaining('@redis:6379') });
  });

  it('puts the gateways on the origin of the page, at the port that is published', () => {
    const { publicUrl, gatewayUrl } = settingsOf('api');
    expect(gatewayUrl).toBe(publicUrl);
    expect(service('front-door').ports).toEqual([`127.0.0.1:${new URL(publicUrl ?? '').port}:8080`]);
  });

  it('lets only migrate change the schema', () => {
    expect(names.filter((name) => Object.keys(service(name).environment ?? {}).some((key) => key.startsWith('MIGRATION_')))).toEqual(['migrate']);
  });

  it('holds no password', () => {
    expect(fileOf('docker-compose.yml')).not.toMatch(/(PASSWORD|SECRET|KEY): *\S|:\/\/\w*:\w+@/);
  });
});

describe('commands and health checks', () => {
  it.each(ours)('%s runs a file that is there', (name) => {
    const file = service(name).command?.find((part) => part.endsWith('.js')) ?? '';
    const source = file.replace(/\/dist\/(.*)\.js$/, '/src/$1.ts');
    expect(existsSync(join(root, source))).toBe(true);
  });

  it.each([['api', '3000/health/ready', 'apiPort', 0], ['gateway', '3001/health/ready', 'gatewayPort', 0], ['worker', '9466/metrics', 'metricsPort', 2]] as const)('%s is asked at %s', (name, place, setting, above) => {
    expect(service(name).healthcheck?.test?.join(' ')).toContain(`fetch('http://127.0.0.1:${place}')`);
    expect(settingsOf(name)[setting] + above).toBe(Number(place.split('/')[0]));
  });

  it.each(names)('%s says whether it works, or ends', (name) => {
    const { healthcheck, restart } = service(name);
    expect(oneShots.has(name) ? { disable: healthcheck?.disable, restart } : { test: healthcheck?.test?.length, restart }).toEqual(
      oneShots.has(name) ? { disable: true, restart: 'no' } : { test: expect.any(Number), restart: 'unless-stopped' },
    );
  });

  it('waits for what each needs', () => {
    const conditions = (name: string) => Object.fromEntries(Object.entries(service(name).depends_on ?? {}).map(([on, { condition }]) => [on, condition]));
    for (const name of processes) expect(conditions(name)).toEqual({ migrate: 'service_completed_successfully', redis: 'service_healthy' });
    expect(conditions('migrate')).toEqual({ postgres: 'service_healthy' });
    expect(conditions('front-door')).toEqual({ api: 'service_healthy', gateway: 'service_healthy' });
    for (const name of ['postgres', 'redis']) expect(conditions(name)).toEqual({ secrets: 'service_completed_successfully' });
  });
});

describe('what they may do', () => {
  it.each(names)('%s has no rights, a root filesystem that cannot be written, and limits', (name) => {
    const { read_only, cap_drop, cap_add, privileged, security_opt, deploy } = service(name);
    expect({ read_only, cap_drop, cap_add, privileged, security_opt }).toEqual({ read_only: true, cap_drop: ['ALL'], cap_add: undefined, privileged: undefined, security_opt: ['no-new-privileges:true'] });
    expect(Object.keys(deploy?.resources?.limits ?? {}).toSorted()).toEqual(['cpus', 'memory', 'pids']);
  });

  it('is root nowhere but where the secrets are made, which reaches nobody', () => {
    const user = (name: string): string => service(name).user ?? (/^USER (.+)$/m.exec(fileOf('Dockerfile'))?.[1] ?? '0');
    expect(names.filter((name) => user(name).startsWith('0'))).toEqual(['secrets']);
    expect(service('secrets').network_mode).toBe('none');
  });

  it('publishes the front door alone, to this machine', () => {
    expect(names.filter((name) => service(name).ports !== undefined)).toEqual(['front-door']);
  });

  it('keeps PostgreSQL and Redis in a network that leads nowhere and that the front door is not in', () => {
    expect(compose.networks['inside']).toEqual({ internal: true });
    expect(names.filter((name) => service(name).networks?.includes('inside')).toSorted()).toEqual(['api', 'gateway', 'migrate', 'postgres', 'redis', 'worker']);
    expect(['postgres', 'redis'].map((name) => service(name).networks)).toEqual([['inside'], ['inside']]);
  });

  it('takes no image without a version', () => {
    expect(names.map((name) => service(name).image).filter((image) => !/:\d+(\.\d+)*(-[a-z]+)?$/.test(image))).toEqual([]);
  });
});

it('keeps what must outlive a container in volumes, at the places of these images', () => {
  expect(service('postgres').volumes).toContain('postgres-data:/var/lib/postgresql'); // from 18 on; it was …/data before
  expect(service('postgres').image).toMatch(/^postgres:18/);
  expect(service('redis').volumes).toContain('redis-data:/data');
  const used = names.flatMap((name) => service(name).volumes ?? []).map((volume) => volume.split(':')[0] ?? '');
  expect([...new Set(used.filter((from) => !from.startsWith('./')))].toSorted()).toEqual(Object.keys(compose.volumes).toSorted());
  expect(used.filter((from) => from.startsWith('./') && !existsSync(join(root, from)))).toEqual([]);
});

it('has Redis write everything to a file, evict nothing and cut off who does not read', () => {
  const lines = fileOf('deploy/redis.conf').split('\n');
  for (const line of ['appendonly yes', 'maxmemory-policy noeviction', 'client-output-buffer-limit pubsub 32mb 8mb 60', 'include /run/curfew/redis/password.conf']) expect(lines).toContain(line);
});
