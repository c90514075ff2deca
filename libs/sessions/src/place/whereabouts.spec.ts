import type { Event } from '@curfew/contracts';
import type { Sql } from '@curfew/persistence';

import { Change } from '../change.js';
import type { Log } from '../log.js';
import type { Origin } from '../origin.js';
import { Whereabouts } from './whereabouts.js';

const firefox = 'Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0';
const chrome = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36';
const portugal = { country: 'PT', region: null, city: null, latitude: null, longitude: null };

const session = (ipAddress = '203.0.113.42', userAgent: string | null = firefox, id = 'laptop') => ({ id, userAgent, view: { ipAddress } });
const from = (ipAddress = '203.0.113.42', userAgent: string | null = firefox): Origin => ({ ipAddress, userAgent, hints: {}, requestId: 'r' });

const seen = (whereabouts: Whereabouts, of: ReturnType<typeof session>, origin: Origin): void => whereabouts.seen(of, origin, () => origin);

/** What is written, and how: at once, or when it is let go. */
function written({ fail = 0, held = false } = {}) {
  const rows: unknown[][] = [];
  const told: unknown[] = [];
  const said: string[] = [];
  const event = { type: 'session-updated' };
  let release: () => void = () => undefined;
  const gate = held ? new Promise<void>((resolve) => (release = resolve)) : Promise.resolve();
  let failures = fail;
  const sql: Sql = {
    query: async <Row>(_: string, values: readonly unknown[] = []) => {
      await gate;
      if (failures-- > 0) throw new Error('the database is away');
      rows.push([...values]);
      return [{ event }] as readonly unknown[] as readonly Row[];
    },
  };
  const change = async (work: (change: Change) => Promise<void>) => {
    const own = new Change(sql);
    await work(own);
    told.push(...(own.events as readonly Event[]));
  };
  const say = (_: object, message: string) => void said.push(message);
  const log: Log = { debug: say, info: say, warn: say, error: say };
  const whereabouts = new Whereabouts({ change, locate: () => portugal, log });
  return { whereabouts, rows, told, said, release: () => release() };
}

const moves = (rows: readonly (readonly unknown[])[]) => rows.map(([id, ipAddress]) => `${String(id)} ${String(ipAddress)}`);

describe('where a session is used from', () => {
  it('is not written while it is as it was known', async () => {
    const { whereabouts, rows } = written();
    seen(whereabouts, session(), from());
    seen(whereabouts, session(), from('203.0.113.42', null));
    await whereabouts.written();
    expect(rows).toEqual([]);
  });

  it('is written once when the address changes, with its place, and told', async () => {
    const { whereabouts, rows, told } = written();
    for (let request = 0; request < 100; request++) seen(whereabouts, session(), from('198.51.100.24'));
    await whereabouts.written();
    for (let request = 0; request < 100; request++) seen(whereabouts, session(), from('198.51.100.24'));
    await whereabouts.written();
    expect(rows).toEqual([['laptop', '198.51.100.24', firefox, 'desktop', 'Firefox on Ubuntu', 'Ubuntu', 'Firefox', 'PT', null, null, null, null, 'r']]);
    expect(told).toEqual([{ type: 'session-updated' }]);
  });

  it('is written when the browser changes', async () => {
    const { whereabouts, rows } = written();
    seen(whereabouts, session(), from('203.0.113.42', chrome));
    await whereabouts.written();
    expect(rows).toEqual([expect.arrayContaining(['203.0.113.42', chrome, 'Chrome on Windows', 'Windows', 'Chrome'])]);
  });

  it('is written again when it moves on, and when it comes back', async () => {
    const { whereabouts, rows } = written();
    seen(whereabouts, session('203.0.113.42'), from('198.51.100.24'));
    await whereabouts.written();
    seen(whereabouts, session('198.51.100.24'), from('192.0.2.230'));
    await whereabouts.written();
    seen(whereabouts, session('192.0.2.230'), from('203.0.113.42'));
    await whereabouts.written();
    expect(moves(rows)).toEqual(['laptop 198.51.100.24', 'laptop 192.0.2.230', 'laptop 203.0.113.42']);
  });

  it('is written by the newest alone while a write is under way, one at a time', async () => {
    const { whereabouts, rows, release } = written({ held: true });
    seen(whereabouts, session(), from('198.51.100.1'));
    seen(whereabouts, session(), from('198.51.100.2'));
    seen(whereabouts, session(), from('198.51.100.3'));
    seen(whereabouts, session('203.0.113.42', firefox, 'phone'), from('198.51.100.4'));
    release();
    await whereabouts.written();
    expect(moves(rows)).toEqual(['laptop 198.51.100.1', 'laptop 198.51.100.3', 'phone 198.51.100.4']);
  });

  it('costs a client that hops between addresses no write for each request', async () => {
    const { whereabouts, rows } = written();
    for (let request = 0; request < 1_000; request++) {
      const [here, there] = request % 2 === 0 ? ['203.0.113.42', '198.51.100.24'] : ['198.51.100.24', '203.0.113.42'];
      seen(whereabouts, session(here), from(there));
      await whereabouts.written();
    }
    expect(rows).toHaveLength(5);
  });

  it('is tried again after the database was away, and throws at nobody', async () => {
    const { whereabouts, rows, said } = written({ fail: 1 });
    seen(whereabouts, session(), from('198.51.100.24'));
    await whereabouts.written();
    expect(said).toEqual([expect.stringContaining('could not be written')]);
    seen(whereabouts, session(), from('198.51.100.24'));
    await whereabouts.written();
    expect(moves(rows)).toEqual(['laptop 198.51.100.24']);
  });

  it('is nothing where there is no address', async () => {
    const { whereabouts, rows } = written();
    seen(whereabouts, session(), from('unknown'));
    await whereabouts.written();
    expect(rows).toEqual([]);
  });
});
