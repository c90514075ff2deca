import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { isIPv6 } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Log } from '../log.js';
import { createPlaces, type Places } from './places.js';

const maxmindCity = {
  country: { iso_code: 'DE', names: { en: 'Germany' } },
  subdivisions: [{ iso_code: 'BE', names: { en: 'Land Berlin', de: 'Berlin' } }],
  city: { names: { en: 'Berlin', de: 'Berlin' } },
  location: { latitude: 52.5196, longitude: 13.4069, time_zone: 'Europe/Berlin' },
};
const flatCity = { country_code: 'PT', state1: 'Lisboa', state2: '', city: 'Lisbon', latitude: 38.7223, longitude: -9.1393, postcode: '' };
const berlin = { country: 'DE', region: 'Land Berlin', city: 'Berlin', latitude: 52.5196, longitude: 13.4069 };
const lisbon = { country: 'PT', region: 'Lisboa', city: 'Lisbon', latitude: 38.7223, longitude: -9.1393 };

let folder: string;
let said: string[];
const opened: Places[] = [];
const say = (_: object, message: string) => void said.push(message);
const log: Log = { debug: say, info: say, warn: say, error: say };

const places = async (file?: string): Promise<Places> => {
  const made = await createPlaces({ file, log, checkEveryMs: 20 });
  opened.push(made);
  return made;
};

beforeEach(async () => {
  said = [];
  folder = await mkdtemp(join(tmpdir(), 'curfew-places-'));
});
afterEach(async () => {
  for (const made of opened.splice(0)) made.close();
  await rm(folder, { recursive: true });
});

describe('places of the installed database', () => {
  it.each([
    ['8.8.8.8', 'US'],
    ['193.0.6.139', 'NL'],
    ['2001:67c:2e8:22::c100:68b', 'NL'],
    ['::ffff:193.0.6.139', 'NL'],
  ])('knows the country of %s, and nothing nearer', async (ipAddress, country) => {
    expect((await places()).of(ipAddress)).toEqual({ country, region: null, city: null, latitude: null, longitude: null });
  });

  it.each(['127.0.0.1', '10.1.2.3', '172.16.0.1', '192.168.1.1', '169.254.1.1', '100.64.0.1', '0.0.0.0', '224.0.0.1', '255.255.255.255'])('has no place for %s', async (ipAddress) => {
    expect((await places()).of(ipAddress)).toBeNull();
  });

  it.each(['::1', '::', 'fd00::1', 'fe80::1', 'fe80::1%eth0', 'ff02::1', '::ffff:10.0.0.1', '', 'nonsense', '1.2.3', "8.8.8.8'; drop table"])('has no place for %s', async (ipAddress) => {
    expect((await places()).of(ipAddress)).toBeNull();
  });
});

describe('places of a database of one’s own', () => {
  it('reads the shape of MaxMind', async () => {
    expect((await places(await database({ '203.0.113.0/24': maxmindCity, '2001:db8::/32': maxmindCity }))).of('203.0.113.42')).toEqual(berlin);
  });

  it('reads the flat shape of ip-location-db, by IPv6 too', async () => {
    const here = await places(await database({ '198.51.100.0/24': flatCity, '2001:db8::/32': flatCity }));
    expect([here.of('198.51.100.24'), here.of('2001:db8:4f::9a1'), here.of('203.0.113.42')]).toEqual([lisbon, lisbon, null]);
  });

  it.each([
    ['a country alone', { country: { iso_code: 'FR' } }, { country: 'FR', region: null, city: null, latitude: null, longitude: null }],
    ['nothing', {}, null],
    ['what is not known, by ip-location-db', { country_code: '', state1: '', city: '' }, null],
    ['nowhere', { country_code: 'ZZ' }, null],
    ['degrees that are none', { country_code: 'FR', latitude: 900, longitude: '2' }, { country: 'FR', region: null, city: null, latitude: null, longitude: null }],
    ['a name that would forge a line', { city: 'A\u0000\u202eB\nC' }, { country: null, region: null, city: 'A B C', latitude: null, longitude: null }],
  ])('leaves out what a record does not say: %s', async (_, record, expected) => {
    expect((await places(await database({ '203.0.113.0/24': record }))).of('203.0.113.1')).toEqual(expected);
  });

  it('is read again when its file changes', async () => {
    const file = await database({ '203.0.113.0/24': maxmindCity });
    const here = await places(file);
    expect(here.of('203.0.113.1')).toEqual(berlin);
    await database({ '203.0.113.0/24': flatCity });
    await until(() => here.of('203.0.113.1')?.city === 'Lisbon');
  });

  it('stays in use when its file breaks, is said once, and is read when it is whole again', async () => {
    const file = await database({ '203.0.113.0/24': maxmindCity });
    const here = await places(file);
    await writeFile(file, 'this is no database');
    await until(() => said.some((line) => line.includes('what was read of it before')));
    await rm(file);
    await until(() => said.filter((line) => line.includes('cannot be read')).length === 2);
    expect(here.of('203.0.113.1')).toEqual(berlin);
    await database({ '203.0.113.0/24': flatCity });
    await until(() => here.of('203.0.113.1')?.city === 'Lisbon');
    expect(said.filter((line) => line.includes('cannot be read'))).toHaveLength(2);
  });

  it('gives way to the installed one while there is none, and is read when it comes', async () => {
    const here = await places(join(folder, 'places.mmdb'));
    expect(said).toEqual([expect.stringContaining('countries come from the installed database until it can')]);
    expect(here.of('193.0.6.139')?.country).toBe('NL');
    await database({ '193.0.6.0/24': maxmindCity });
    await until(() => here.of('193.0.6.139')?.city === 'Berlin');
  });
});

const until = async (fact: () => boolean): Promise<void> => {
  for (const deadline = Date.now() + 10_000; !fact(); ) {
    if (Date.now() > deadline) throw new Error(`still not so; the log says: ${said.join(' | ')}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
};

type Record = Readonly<globalThis.Record<string, unknown>>;

type Bit = 0 | 1;
/** A node's two records: the next node, or where its data stands. */
type Tree = [Tree | number | null, Tree | number | null];

/** Writes a database of IPv6 (which IPv4 addresses are the first 96 bits of) in one move, as https://maxmind.github.io/MaxMind-DB/ has it. */
async function database(networks: Readonly<globalThis.Record<string, Record>>): Promise<string> {
  const root: Tree = [null, null];
  const data: Buffer[] = [];
  for (const [network, record] of Object.entries(networks)) {
    insert(root, prefix(network), Buffer.concat(data).length);
    data.push(encoded(record));
  }
  const nodes = [...walk(root)];
  const tree = Buffer.alloc(nodes.length * 6);
  nodes.forEach((node, index) => {
    node.forEach((to, side) => {
      const target = Array.isArray(to) ? nodes.indexOf(to) : nodes.length + (to === null ? 0 : 16 + to);
      tree.writeUIntBE(target, index * 6 + side * 3, 3);
    });
  });
  const metadata = { node_count: nodes.length, record_size: 24, ip_version: 6, database_type: 'Test', languages: ['en'], binary_format_major_version: 2, binary_format_minor_version: 0, build_epoch: 1, description: {} };
  const file = join(folder, 'places.mmdb');
  await writeFile(`${file}.new`, Buffer.concat([tree, Buffer.alloc(16), ...data, Buffer.from('abcdef', 'hex'), Buffer.from('MaxMind.com'), encoded(metadata)]));
  await rename(`${file}.new`, file);
  return file;
}

function insert(tree: Tree, [bit, ...rest]: readonly Bit[], offset: number): void {
  if (bit === undefined) return;
  const child = tree[bit];
  const next: Tree = Array.isArray(child) ? child : [null, null];
  tree[bit] = rest.length === 0 ? offset : next;
  insert(next, rest, offset);
}

function* walk(tree: Tree): Generator<Tree> {
  yield tree;
  for (const child of tree) if (Array.isArray(child)) yield* walk(child);
}

function prefix(network: string): Bit[] {
  const [address = '', length = ''] = network.split('/');
  const groups = isIPv6(address) ? address.replace(/::$/u, '').split(':').map((group) => Number.parseInt(group, 16).toString(2).padStart(16, '0')) : [];
  const octets = isIPv6(address) ? [] : ['0'.repeat(96), ...address.split('.').map((octet) => Number(octet).toString(2).padStart(8, '0'))];
  const bits = [...groups, ...octets].join('').padEnd(128, '0').slice(0, Number(length) + (isIPv6(address) ? 0 : 96));
  return [...bits].map((bit) => (bit === '1' ? 1 : 0));
}

const sized = (type: number, size: number): Buffer => {
  const [first, more] = size < 29 ? [size, []] : [29, [size - 29]];
  return Buffer.from(type > 7 ? [first, type - 7, ...more] : [(type << 5) | first, ...more]);
};

function encoded(value: unknown): Buffer {
  if (typeof value === 'string') return Buffer.concat([sized(2, Buffer.byteLength(value)), Buffer.from(value)]);
  if (typeof value === 'number' && Number.isInteger(value)) return Buffer.concat([sized(6, 4), Buffer.from([value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255])]);
  if (typeof value === 'number') {
    const double = Buffer.alloc(8);
    double.writeDoubleBE(value);
    return Buffer.concat([sized(3, 8), double]);
  }
  if (Array.isArray(value)) return Buffer.concat([sized(11, value.length), ...value.map(encoded)]);
  const entries = Object.entries(value as object);
  return Buffer.concat([sized(7, entries.length), ...entries.flatMap(([key, of]) => [encoded(key), encoded(of)])]);
}
