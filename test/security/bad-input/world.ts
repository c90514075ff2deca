import type { AdminSession, BlockedDevice, Invited, IssuedApiKey, Page, RevocationAccepted, SignedIn } from '@curfew/contracts';
import { ok, ask, firefox } from '../../support/ask.js';
import { newEmail, type Curfew, type Door } from '../../support/curfew.js';
import type { Device } from '../../support/device.js';
import { administrator, password, signedIn, signedUp, type Person } from '../../support/people.js';
import type { Asked } from './client.js';
import type { Strangers } from './credential-cases.js';
import type { RealCursor } from './list-cases.js';
import type { Operation } from './operations.js';

/** People with sessions, blocked devices and failures, to be left as they are. */
export interface World extends Strangers {
  readonly ada: Person;
  readonly root: Person;
  /** A request that this operation would take, from someone who may, for what is really there. */
  good(operation: Operation): Asked;
  /** What there is: another text when anything was changed, but for failed sign-ins and last activity. */
  digest(): Promise<string>;
  cursors(): Promise<readonly RealCursor[]>;
  /** Gives each operation a session of its own to ask with from now on, as some of them end theirs. */
  separate(operations: readonly Operation[]): Promise<void>;
}

export async function worldOf({ apis: [api], database }: Curfew): Promise<World> {
  const root = await administrator(api);
  const [ada, bob, eve] = [await signedUp(api, 'ada'), await signedUp(api, 'bob'), await signedUp(api, 'eve')];
  const phone = await identified(api, ada);
  const [blocked, blockedOfBob] = [await blockedBy(api, ada), await blockedBy(api, bob)];
  const [old, bobs] = [await signedIn(ada), await signedIn(bob)];
  await ada.device.logOut(old);
  await root.device.call(`PATCH /v1/admin/users/${eve.user.id}`, { disabled: true });
  const { apiKey } = await root.device.call<IssuedApiKey>('POST /v1/admin/api-keys', { name: 'shop', scopes: ['feed'] });
  const invited = await root.device.call<Invited>('POST /v1/admin/users', { email: newEmail('invited') });
  const { revocation } = await root.device.call<RevocationAccepted>('POST /v1/admin/revocations', { filter: { country: 'IS' }, reason: 'an incident' });
  const silent = await silentConsumer(database);
  const ids: Readonly<Record<string, string>> = {
    '/v1/admin/consumers/{id}': silent,
    '/v1/sessions/{id}': phone, '/v1/sessions/{id}/acknowledge': phone, '/v1/blocked-devices/{id}': blocked,
    '/v1/admin/api-keys/{id}': apiKey.id, '/v1/admin/revocations/{id}': revocation.id, '/v1/admin/users/{id}/invitation': invited.user.id,
    '/v1/admin/sessions/{id}': bobs.session.id, '/v1/admin/users/{id}': bob.user.id, '/v1/admin/users/{id}/sessions': bob.user.id,
  };
  const own = new Map<string, Device>();
  const authorization = ({ name, access }: Operation): Readonly<Record<string, string>> =>
    access === 'public' ? {} : { authorization: `Bearer ${(own.get(name) ?? (access === 'admin' ? root : ada).device).token}` };
  return {
    ada,
    root,
    ended: old.token,
    disabled: eve.device.token,
    user: bobs.token,
    sessionId: ada.device.session.id,
    origin: api.origin,
    foreign: {
      '/v1/sessions/{id}': [bobs.session.id, root.device.session.id, ada.user.id, blocked],
      '/v1/sessions/{id}/acknowledge': [bobs.session.id, ada.user.id],
      '/v1/blocked-devices/{id}': [blockedOfBob, phone, ada.user.id],
      '/v1/admin/consumers/{id}': [bob.user.id, bobs.session.id],
      '/v1/admin/sessions/{id}': [bob.user.id, blocked],
      '/v1/admin/users/{id}': [bobs.session.id, blocked],
      '/v1/admin/users/{id}/sessions': [bobs.session.id, blocked],
    },
    good: (operation) => {
      const body = bodies(ada.email)[operation.name];
      const typed = operation.body === undefined ? {} : { 'content-type': 'application/json' };
      const path = operation.path.replace('{id}', ids[operation.path] ?? 'no-id-for-this-path');
      return { method: operation.method, path, headers: { 'user-agent': firefox, ...authorization(operation), ...typed }, body: body && JSON.stringify(body) };
    },
    digest: () => digestOf(database),
    cursors: () => realCursors(ada.device, root.device),
    separate: async (operations) => {
      for (const { name, access } of operations) if (access !== 'public') own.set(name, await signedIn(access === 'admin' ? root : ada));
    },
  };
}

const bodies = (email: string): Readonly<Record<string, object>> => ({
  'POST /v1/users': { email: newEmail('new'), password, name: 'New', delivery: 'token' },
  'POST /v1/sessions': { email, password, delivery: 'token' },
  'POST /v1/set-up': { secret: 'a-secret-of-a-link-that-nobody-has-used', email: newEmail('second'), password, delivery: 'token' },
  'POST /v1/invitations/accept': { secret: 'a-secret-of-a-link-that-nobody-has-used', password, name: 'New', delivery: 'token' },
  'PATCH /v1/users/me': { name: 'Ada L.' },
  'PUT /v1/users/me/password': { currentPassword: password, newPassword: `${password}, changed`, keepOtherSessions: true },
  'PATCH /v1/sessions/{id}': { label: 'my phone', type: 'mobile' },
  'PATCH /v1/admin/users/{id}': { role: 'admin', name: 'Robert' },
  'POST /v1/sessions/current/access-token': { audience: 'curfew' },
  'POST /v1/admin/users': { email: newEmail('invited'), name: 'Invited', role: 'user' },
  'POST /v1/admin/revocations': { filter: { country: 'IS' }, reason: 'an incident' },
  'PUT /v1/admin/policy': { role: 'user', idleTimeout: 86_400_000 },
  'POST /v1/admin/api-keys': { name: 'shop', scopes: ['feed'], expiresAt: '2100-01-01T00:00:00.000Z' },
});

const identified = async (api: Door, { email }: Person): Promise<string> =>
  ok<SignedIn>(await ask(api, 'POST /v1/sessions', { body: { email, password, delivery: 'token', device: { id: `installation-${email.slice(0, 12)}`, type: 'mobile' } } })).session.id;

const blockedBy = async (api: Door, person: Person): Promise<string> => {
  const { session } = ok<SignedIn>(await ask(api, 'POST /v1/sessions', { body: { email: person.email, password, delivery: 'token', device: { id: 'a-lost-device' } } }));
  await person.device.call(`DELETE /v1/sessions/${session.id}?block=true`);
  const { items } = await person.device.call<Page<BlockedDevice>>('GET /v1/blocked-devices');
  return items[0]?.id ?? '';
};

const silentConsumer = async ({ query }: Curfew['database']): Promise<string> => {
  const rows = await query<{ readonly id: string }>(`insert into consumers (id, kind, lease_ms, allows_when_stale, online_until) values (uuid_v7(), 'guard', 1000, false, now()) returning id`);
  return rows[0]?.id ?? '';
};

const realCursors = async (user: Device, admin: Device): Promise<readonly RealCursor[]> => {
  const lists = [['GET /v1/sessions', user], ['GET /v1/activity', user], ['GET /v1/admin/sessions', admin], ['GET /v1/admin/users', admin]] as const;
  return Promise.all(lists.map(async ([operation, device]) => ({ operation, cursor: (await device.call<Page<AdminSession>>(`${operation}?limit=1`)).nextCursor ?? '' })));
};

const digestOf = async ({ query }: Curfew['database']): Promise<string> => {
  const rows = await query<{ digest: string }>(`select concat_ws(' ',
    (select 'users:' || count(*) || ':' || md5(string_agg(u::text, ',' order by id)) from users u),
    (select 'sessions:' || count(*) || ':' || md5(string_agg(s::text, ',' order by id)) from
      (select id, user_id, token_hash, generation, device_id, device_type, device_label, unfamiliar, ended_at, end_reason, ended_by, ip_address, user_agent from sessions) s),
    (select 'blocked:' || count(*) || ':' || md5(string_agg(b::text, ',' order by id)) from blocked_devices b),
    (select 'links:' || md5(string_agg(l::text, ',' order by secret_hash)) from set_up_links l),
    (select 'events:' || count(*) from session_events where type <> 'sign-in-failed'),
    (select 'keys:' || count(*) || ':' || count(revoked_at) from api_keys),
    (select 'consumers:' || count(*) from consumers),
    (select 'revocations:' || count(*) || ':' || count(finished_at) from revocations),
    (select 'policies:' || md5(string_agg(p::text, ',' order by p::text)) from policies p),
    (select 'realm:' || generation || ':' || epoch from realm)) as digest`);
  return rows[0]?.digest ?? '';
};
