import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isGiven, readSettings, SettingsError, type Environment } from './read.js';
import { rows } from './table.js';

const folder = mkdtempSync(join(tmpdir(), 'curfew-settings-'));
const written = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
afterAll(() => rmSync(folder, { recursive: true }));

const minute = 60_000;
const day = 86_400_000;
const key = Buffer.from(Array.from({ length: 32 }, (_, index) => index));
const mmdb = written('places.mmdb', 'x');

/** By variable: texts that are taken with what they become, and texts that are refused. */
const cases: Record<string, { good: readonly (readonly [string, unknown])[]; bad: readonly string[] }> = {
  PUBLIC_URL: {
    good: [['https://sessions.example.com', 'https://sessions.example.com'], ['http://LOCALHOST:3000/', 'http://localhost:3000'], ['https://a.example:443', 'https://a.example']],
    bad: ['sessions.example.com', 'ftp://a.example', 'https://a.example/path', 'https://a.example?x=1', 'https://a.example/#', 'https://ada:pw@a.example'],
  },
  API_PORT: { good: [['0', 0], ['8080', 8080], ['65535', 65535]], bad: ['-1', '65536', '80.5', 'http', '0x10', ' '] },
  GATEWAY_PORT: { good: [['3001', 3001]], bad: ['70000'] },
  GATEWAY_URL: { good: [['https://a.example:8443', 'https://a.example:8443']], bad: ['wss://a.example', 'a.example'] },
  ALLOWED_ORIGINS: {
    good: [['https://a.example, http://b.example:81/', ['https://a.example', 'http://b.example:81']]],
    bad: ['*', 'https://a.example,b.example', 'null'],
  },
  TRUST_PROXY: {
    good: [['off', false], ['0', false], ['2', 2], ['10.0.0.0/8, ::1', ['10.0.0.0/8', '::1']], ['fd00::/8', ['fd00::/8']]],
    bad: ['on', 'true', '33', '10.0.0.0/33', '10.0.0', '::1/129', '10.0.0.0/8,nginx'],
  },
  METRICS_PORT: { good: [['0', 0], ['65533', 65533]], bad: ['65534', 'off'] },
  METRICS_HOST: { good: [['0.0.0.0', '0.0.0.0'], ['::', '::'], ['metrics.internal', 'metrics.internal']], bad: ['http://x', 'a b', '-x'] },
  DATABASE_URL: { good: [['postgres://u:p@h:5432/d', 'postgres://u:p@h:5432/d'], ['postgresql://h/d', 'postgresql://h/d']], bad: ['mysql://h/d', 'h/d'] },
  MIGRATION_DATABASE_URL: { good: [['postgres://h/d', 'postgres://h/d']], bad: ['redis://h'] },
  REDIS_URL: { good: [['redis://:p@h:6379', 'redis://:p@h:6379'], ['rediss://h', 'rediss://h']], bad: ['h:6379', 'http://h'] },
  DATA_DIR: { good: [['/var/lib/curfew', '/var/lib/curfew']], bad: ['a\0b'] },
  RETENTION: { good: [['400d', 400 * day], ['24h', day]], bad: ['1h', 'forever', '400'] },
  KEY_ENCRYPTION_KEY: {
    good: [[key.toString('base64'), new Uint8Array(key)], [key.toString('base64url'), new Uint8Array(key)], [key.toString('hex'), new Uint8Array(key)]],
    bad: ['changeme', 'A'.repeat(44), key.subarray(1).toString('base64'), '0'.repeat(64)],
  },
  ACCESS_TOKEN_AUDIENCES: { good: [['orders', ['orders']], ['https://a.example, b', ['https://a.example', 'b']]], bad: [',', 'a b', 'a'.repeat(201)] },
  SIGN_UP: { good: [['open', 'open'], ['closed', 'closed']], bad: ['yes', 'OPEN'] },
  PASSWORD_MIN_LENGTH: { good: [['8', 8], ['128', 128]], bad: ['7', '129'] },
  SMTP_URL: { good: [['smtp://h:587', 'smtp://h:587'], ['smtps://h', 'smtps://h']], bad: ['h', 'http://h'] },
  IDLE_AFTER: { good: [['90s', 90_000]], bad: ['0s', '15', '15 m', '1w', 'off'] },
  IDLE_TIMEOUT: { good: [['14d', 14 * day]], bad: ['0d', '99999d'] },
  ABSOLUTE_TIMEOUT: { good: [['30d', 30 * day]], bad: ['never'] },
  MAX_SESSIONS_PER_USER: { good: [['0', 0], ['5', 5]], bad: ['-1', 'none'] },
  STEP_UP_WINDOW: { good: [['off', 'off'], ['15m', 15 * minute]], bad: ['0s', 'on'] },
  POLL_INTERVAL: { good: [['500ms', 500]], bad: ['10ms', '2m', 'off'] },
  LEASE: { good: [['3s', 3000]], bad: ['100ms', '11m'] },
  CONFIRM_WAIT: { good: [['0ms', 0], ['2s', 2000]], bad: ['-1s', 'off'] },
  DRAIN_DELAY: { good: [['0ms', 0], ['10s', 10_000]], bad: ['-1s', 'off'] },
  CANARY_INTERVAL: { good: [['off', 'off'], ['5s', 5000]], bad: ['0s', '2d', 'on'] },
  ON_STALE: { good: [['allow', 'allow'], ['deny', 'deny']], bad: ['refuse'] },
  RATE_LIMIT: { good: [['on', 'on'], ['off', 'off']], bad: ['false'] },
  IP_PRIVACY: { good: [['full', 'full'], ['truncate', 'truncate']], bad: ['none'] },
  GEOIP_DATABASE: { good: [[mmdb, mmdb]], bad: [join(folder, 'missing.mmdb')] },
  LOG_LEVEL: { good: [['silent', 'silent'], ['debug', 'debug']], bad: ['verbose'] },
};

const refusal = (env: Environment): SettingsError => {
  try {
    readSettings(env);
  } catch (error) {
    if (error instanceof SettingsError) return error;
    throw error;
  }
  throw new Error(`was taken: ${JSON.stringify(env)}`);
};

describe('settings', () => {
  it('has a case here for every row but the two that only go together', () => {
    expect(Object.keys(cases).toSorted()).toEqual(rows().map((row) => row.name).filter((name) => !name.startsWith('ADMIN_')).toSorted());
  });

  const good = Object.entries(cases).flatMap(([name, each]) => each.good.map(([text, value]) => [name, text, value] as const));
  it.each(good)('takes %s=%s', (name, text, value) => {
    const { key: property } = rows().find((row) => row.name === name) ?? { key: '' };
    expect(Object.entries(readSettings({ [name]: text })).find(([each]) => each === property)?.[1]).toEqual(value);
  });

  const bad = Object.entries(cases).flatMap(([name, each]) => each.bad.map((text) => [name, text] as const));
  it.each(bad)('refuses %s=%s, naming it and what it may be', (name, text) => {
    const row = rows().find((each) => each.name === name);
    const { problems, exitCode } = refusal({ [name]: text });
    expect(problems).toEqual([expect.stringContaining(`${name}: `)]);
    expect(problems[0]).toContain(row?.kind.may);
    expect(problems[0]?.includes(JSON.stringify(text))).toBe(row?.kind.secret === false);
    expect(exitCode).toBe(78);
  });

  it('tells of all that is wrong at once', () => {
    expect(refusal({ API_PORT: 'x', LEASE: 'y', ON_STALE: 'z' }).problems).toHaveLength(3);
  });

  it('counts an empty variable as not given', () => {
    expect(readSettings({ API_PORT: '', PUBLIC_URL: '', DATABASE_URL_FILE: '' })).toEqual(readSettings({}));
    expect(isGiven({ API_PORT: '' }, 'apiPort')).toBe(false);
  });

  it('cannot be changed once read', () => {
    expect(Object.isFrozen(readSettings({}))).toBe(true);
  });
});

describe('a setting from a file', () => {
  it('is read without its last line break', () => {
    const env = { DATABASE_URL_FILE: written('database', 'postgres://h/d\n') };
    expect(readSettings(env).databaseUrl).toBe('postgres://h/d');
    expect(isGiven(env, 'databaseUrl')).toBe(true);
  });

  it('is refused when the value is set as well, or the file cannot be read', () => {
    const path = written('port', '8080');
    expect(refusal({ API_PORT: '80', API_PORT_FILE: path }).problems).toEqual(['API_PORT and API_PORT_FILE are both set: keep one of them.']);
    expect(refusal({ API_PORT_FILE: join(folder, 'none') }).problems[0]).toMatch(/^API_PORT_FILE: .*none cannot be read\./);
  });
});

describe('settings that do not go together', () => {
  const admin = { ADMIN_EMAIL: 'ada@example.com', ADMIN_PASSWORD: 'correct horse battery' };
  it.each([
    ['LEASE', { LEASE: '2s' }],
    ['LEASE', { POLL_INTERVAL: '4s' }],
    ['CONFIRM_WAIT', { CONFIRM_WAIT: '11s' }],
    ['IDLE_TIMEOUT', { IDLE_TIMEOUT: '31d' }],
    ['GATEWAY_URL', { PUBLIC_URL: 'https://a.example', GATEWAY_URL: 'https://b.example' }],
    ['GATEWAY_URL', { PUBLIC_URL: 'https://a.example', GATEWAY_URL: 'http://a.example' }],
    ['ADMIN_PASSWORD', { ADMIN_EMAIL: admin.ADMIN_EMAIL }],
    ['ADMIN_EMAIL', { ADMIN_PASSWORD: admin.ADMIN_PASSWORD }],
    ['ADMIN_PASSWORD', { ...admin, ADMIN_PASSWORD: 'too short' }],
  ])('%s is refused for %j', (name, env) => {
    expect(refusal(env).problems).toEqual([expect.stringMatching(new RegExp(`^${name}: .* may be `))]);
  });

  it.each([
    { LEASE: '3s', POLL_INTERVAL: '1s', CONFIRM_WAIT: '3s' },
    { IDLE_TIMEOUT: '30d' },
    { PUBLIC_URL: 'https://a.example', GATEWAY_URL: 'https://a.example:8443' },
    { GATEWAY_URL: 'https://a.example:8443' },
    admin,
  ])('%j is taken', (env: Environment) => {
    expect(readSettings(env)).toBeDefined();
  });

  it('never repeats a password', () => {
    expect(refusal({ ...admin, ADMIN_PASSWORD: 'hunter2' }).message).not.toContain('hunter2');
  });
});
