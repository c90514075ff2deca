import { readFile } from 'node:fs/promises';
import { canaryUserId, type Consumer, type Page } from '@curfew/contracts';
import { ask } from '../support/ask.js';
import { curfew } from '../support/curfew.js';
import { eventually } from '../support/eventually.js';
import { administrator, signedUp } from '../support/people.js';

// Canaries all the time: whoever is not told of their end shows, and nobody else sees them.
const { apis: [api], gateways: [gateway], workers: [worker], database } = await curfew({ CANARY_INTERVAL: '1s', POLL_INTERVAL: '200ms', LEASE: '3s' }, { gateways: 1 });
const root = await administrator(api);
const processes = { api: api.ports['metrics'], gateway: gateway.ports['metrics'], worker: worker?.ports['metricsPort'] } as const;

it('has every metric in docs/metrics.md, with its type and its processes, and none but those', async () => {
  const lines = (await readFile(new URL('../../docs/metrics.md', import.meta.url), 'utf8')).split('\n').filter((line) => line.startsWith('| `curfew_'));
  const told = lines.map((line) => line.split('|').map((cell) => cell.trim().replaceAll('`', '')));
  for (const [name, port] of Object.entries(processes)) {
    const documented = told.filter(([, , , , where = '']) => where.split(', ').includes(name)).map(([, metric, type]) => `${metric} ${type}`);
    expect(await metricsAt(port)).toEqual([name, documented.toSorted()]);
  }

  async function metricsAt(port: number | undefined): Promise<readonly [string, readonly string[]]> {
    const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
    const [, process = ''] = /process="(\w+)"/.exec(text) ?? [];
    const types = [...text.matchAll(/^# TYPE (\S+) (\w+)$/gm)].map(([, metric, type]) => `${metric} ${type}`);
    return [process, types.filter((type) => !/^curfew_(process|nodejs)_/.test(type)).toSorted()];
  }
});

it('times each api and each gateway, and shows it in metrics and to administrators', async () => {
  const all = await eventually(async () => {
    const items = await consumers();
    return items.every(({ canary }) => canary !== null) && items;
  }, 60_000);
  expect(all.map(({ kind }) => kind).toSorted()).toEqual(['api', 'gateway', 'worker']);
  for (const kind of ['api', 'gateway']) await eventually(async () => ((await canaryMetrics())[`curfew_canary_acknowledged_seconds_count{kind="${kind}"}`] ?? 0) > 0, 60_000);
  await eventually(async () => ((await canaryMetrics())['curfew_canaries_total{result="seen"}'] ?? 0) > 0, 60_000);
}, 90_000);

it('is in no list, count or audit of people', async () => {
  await signedUp(api);
  const ids = await eventually(async () => {
    const rows = await database.query<{ id: string }>('select id from sessions where user_id = $1 and ended_at is not null', [canaryUserId]);
    return rows.length > 1 && rows.map(({ id }) => id);
  }, 60_000);
  const { paths } = (await ask(api, 'GET /openapi.json')).body as { readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>> };
  const lists = Object.entries(paths).filter(([path, calls]) => 'get' in calls && !path.includes('{') && path.startsWith('/v1/')).map(([path]) => path);
  expect(lists.length).toBeGreaterThan(5);
  const shown = new Set<string>();
  for (const path of lists) {
    for (const query of ['', '?limit=200', '?status=all&limit=200', '?format=csv', '?format=ndjson&status=all']) {
      const answer = await fetch(`${api.url}${path}${query}`, { headers: { ...root.device.credentials() }, signal: AbortSignal.timeout(20_000) });
      const text = await answer.text();
      if (answer.status === 200) shown.add(path);
      for (const hidden of [canaryUserId, ...ids]) expect([path + query, text.includes(hidden)]).toEqual([path + query, false]);
    }
  }
  expect([...shown]).toEqual(expect.arrayContaining(['/v1/admin/sessions', '/v1/admin/users', '/v1/activity']));
  expect((await root.device.ask(`GET /v1/admin/users/${canaryUserId}`)).status).toBe(404);
}, 90_000);

it('says who was not told in time', async () => {
  gateway.freeze();
  try {
    await eventually(async () => (await consumers()).some(({ kind, canary }) => kind === 'gateway' && canary?.tookMs === null), 60_000);
    await eventually(async () => ((await canaryMetrics())['curfew_canary_late_total{kind="gateway"}'] ?? 0) > 0);
    expect(worker?.log.some((line) => line.includes('"level":"warn"') && line.includes('did not know of it within the bound'))).toBe(true);
  } finally {
    gateway.thaw();
  }
}, 90_000);

async function consumers(): Promise<readonly Consumer[]> {
  return (await root.device.call<Page<Consumer>>('GET /v1/admin/consumers')).items;
}

async function canaryMetrics(): Promise<Readonly<Record<string, number>>> {
  const text = await (await fetch(`http://127.0.0.1:${worker?.ports['metricsPort']}/metrics`)).text();
  return Object.fromEntries([...text.matchAll(/^(curfew_canar\w+)\{(.*)\} (\S+)$/gm)].map(([, name, labels = '', value]) => [`${name}{${labels.replace(/(^|,)process="worker"(,|$)/, '')}}`, Number(value)]));
}
