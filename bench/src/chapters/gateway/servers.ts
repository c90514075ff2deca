import { request } from 'node:http';
import type { Event } from '@curfew/contracts';
import { askKept } from '../../../../test/measure/asking.js';
import { populate } from '../../../../test/measure/population.js';
import type { Curfew } from '../../../../test/support/curfew.js';
import type { Person } from '../../../../test/support/people.js';
import type { Speech } from '../../fleet/client.js';
import { insideEnv, insideFlags } from '../../harness/inside.js';
import { startRival } from '../../harness/processes.js';
import type { Running, Sizes } from './round.js';

/** A gateway of its own for the round, with sessions of its own: of a hundred users, who end all of theirs together. */
export async function freshGateway({ apis: [api], database, start }: Curfew, root: Person, sizes: Sizes): Promise<Running> {
  const crowd = await populate(database, USERS, sizes.idle / USERS + 1);
  const [alone] = await populate(database, 1, 1);
  const { tokens: [token = ''] = [], sessionIds: [sessionId = ''] = [] } = alone ?? {};
  const gateway = await start('gateway', insideEnv);
  return {
    pid: gateway.pid,
    url: gateway.url,
    speech: 'socket.io',
    warmUp: crowd.map(({ tokens: [first = ''] }) => first),
    idle: crowd.flatMap(({ tokens: [, ...others] }) => others),
    audiences: [
      { name: 'own', tokens: Array.from({ length: sizes.audience }, () => token), watch: false },
      { name: 'watch', tokens: Array.from({ length: sizes.audience }, () => root.device.token), watch: true },
    ],
    publish: (mark) => askKept(api, `PATCH /v1/sessions/${sessionId}`, { token, body: { label: `mark ${mark}` } }),
    end: () => Promise.all(crowd.map(({ tokens: [first = ''] }) => askKept(api, 'DELETE /v1/sessions?wait=10000', { token: first }))),
    stop: () => gateway.stop(),
  };
}

export async function freshRival(file: string, speech: Speech, { idle, audience }: Sizes): Promise<Running> {
  const { pid, url, stop } = await startRival(file, {}, insideFlags);
  const nobodies = (count: number): null[] => Array.from({ length: count }, () => null);
  return {
    pid,
    url,
    speech,
    stop,
    warmUp: nobodies(USERS),
    idle: nobodies(idle),
    audiences: [{ name: 'watch', tokens: nobodies(audience), watch: true }],
    publish: (mark) => post(`${url}/publish`, eventOf(mark)),
    end: () => post(`${url}/end`),
  };
}

const USERS = 100;

function post(url: string, body?: object): Promise<void> {
  return new Promise((resolve, reject) => {
    request(url, { method: 'POST' }, (answer) => void answer.resume().once('end', resolve)).once('error', reject).end(body && JSON.stringify(body));
  });
}

/** What Curfew tells of a new label, so that all send as much. */
const eventOf = (mark: number): Event => ({
  id: '01a0c3a2-7a3b-7c51-8a6e-0d6e3f1b2c4d', position: '1187-4211', type: 'session-updated', occurredAt: '2026-11-28T12:00:00.000Z',
  userId: '01a0c3a2-7a3b-7c51-8a6e-0d6e3f1b2c4e', sessionId: '01a0c3a2-7a3b-7c51-8a6e-0d6e3f1b2c4f', actor: { type: 'user', id: '01a0c3a2-7a3b-7c51-8a6e-0d6e3f1b2c4e' }, reason: null, requestId: '01a0c3a2-7a3b-7c51-8a6e-0d6e3f1b2c50',
  session: {
    id: '01a0c3a2-7a3b-7c51-8a6e-0d6e3f1b2c4f', userId: '01a0c3a2-7a3b-7c51-8a6e-0d6e3f1b2c4e', status: 'active', online: true, connections: 1, current: false, unfamiliar: false,
    device: { id: null, type: 'desktop', name: 'Firefox on Ubuntu', label: `mark ${mark}`, os: null, browser: null }, ipAddress: '127.0.0.1',
    location: { country: null, region: null, city: null, latitude: null, longitude: null }, createdAt: '2026-11-28T11:59:00.000Z', lastActiveAt: '2026-11-28T11:59:00.000Z', expiresAt: '2026-12-12T11:59:00.000Z',
    absoluteExpiresAt: '2026-12-28T11:59:00.000Z', endedAt: null, endReason: null, endedBy: null, method: 'password',
  },
});
