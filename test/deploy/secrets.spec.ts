import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { compose, service } from './compose.js';
import { inContainer, makeSecrets, secretFiles } from './secret-files.js';

const folder = secretFiles();
const at = (path: string): string => readFileSync(join(folder, path), 'utf8').trim();
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => statSync(join(folder, name)).isFile());

it('makes passwords of 256 bits, each another', () => {
  const passwords = ['postgres/superuser-password', 'postgres/owner-password', 'postgres/runner-password', 'redis/password'].map(at);
  expect(passwords.filter((password) => !/^[\w-]{43}$/.test(password))).toEqual([]);
  expect(new Set(passwords).size).toBe(4);
});

it('keeps what is there, and writes again what follows from it', () => {
  const before = files.map(at);
  rmSync(join(folder, 'app/database-url'));
  makeSecrets(folder);
  expect(files.map(at)).toEqual(before);
});

it('leaves them readable, and writable to nobody', () => {
  expect(files.map((file) => statSync(join(folder, file)).mode & 0o777)).toEqual(files.map(() => 0o444));
});

it.each(Object.keys(compose.services))('%s is given each file that it is told of, in a volume that it may only read', (name) => {
  const { environment = {}, command = [], healthcheck, volumes = [] } = service(name);
  const told = JSON.stringify([environment, command, healthcheck?.test ?? []]).matchAll(/\/run\/curfew\/([\w/.-]+)/g);
  for (const [, path = ''] of told) {
    expect(files).toContain(path);
    expect(volumes.some((volume) => volume.endsWith(`:${inContainer}/${path.split('/')[0]}:ro`))).toBe(true);
  }
});

it('gives each secret to its readers alone', () => {
  const readers = Object.keys(compose.volumes).filter((volume) => volume.endsWith('-secrets')).map((volume) => [volume, readersOf(volume)]);
  expect(Object.fromEntries(readers)).toEqual({
    'postgres-secrets': ['postgres'],
    'redis-secrets': ['redis'],
    'migrate-secrets': ['migrate'],
    'app-secrets': ['migrate', 'api', 'gateway', 'worker'],
  });
});

const readersOf = (volume: string): readonly string[] =>
  Object.keys(compose.services).filter((name) => name !== 'secrets' && service(name).volumes?.some((each) => each.startsWith(`${volume}:`)));
