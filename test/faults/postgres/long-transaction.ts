import { setTimeout as pause } from 'node:timers/promises';
import type { SignedIn } from '@curfew/contracts';
import pg from 'pg';
import { newEmail } from '../../support/curfew.js';
import { eventually } from '../../support/eventually.js';
import { postgresOfOwn } from '../../support/postgres.js';
import { call } from '../calls.js';
import type { Client } from '../fleet.js';
import type { Scene } from '../run-faults.js';
import { consumers } from '../schedule.js';
import type { Befalling } from './befall.js';

/** Another client ends a session, and leaves its transaction open for half a minute: its event stands before all that are committed meanwhile, and no doorbell rings. */
export const staysOpen: Befalling = async () => {
  const database = await postgresOfOwn();
  return {
    database,
    befall: async (scene) => {
      await pause(4_000);
      const phone = await someone(scene);
      const client = new pg.Client({ connectionString: database.url });
      await client.connect();
      await client.query('begin');
      await client.query(`update sessions set ended_at = now(), end_reason = 'revoked-by-admin', ended_by = '{"type":"system","id":null}' where id = $1`, [phone.session]);
      await client.query(`insert into session_events (epoch, id, type, user_id, session_id, actor_type, reason) select epoch, uuid_v7(), 'session-revoked', $1, $2, 'system', 'revoked-by-admin' from realm`, [phone.user, phone.session]);
      const lags = [await lag(scene)];
      for (let second = 0; second < 30; second += 1) {
        await pause(1_000);
        lags.push(await lag(scene));
      }
      const asked = performance.now();
      Object.assign(phone, { state: 'asked', since: asked });
      await client.query('commit');
      const answered = performance.now();
      phone.state = 'ended';
      scene.history.push({ kind: 'asked-to-end', session: phone.session, by: 'another client', asked, answered });
      await client.end();
      const token = { token: phone.token, withinMs: 2_000 };
      for (const api of ['api-1', 'api-2'] as const) await eventually(async () => (await call(scene.place.url(api), 'GET /v1/sessions/current', token))?.status === 401);
      const known = performance.now() - answered;
      await pause(4_000);
      return { 's at most was the lag of any process meanwhile': Math.max(...lags).toFixed(2), 'ms after its commit both apis refused': Math.round(known) };
    },
  };
};

/** Someone of whom the fleet asks, too, and whom nobody else ends. */
export async function someone({ place, fleet, history }: Scene): Promise<Client> {
  const answer = await eventually(async () => {
    const told = await call(place.url('api-1'), 'POST /v1/users', { body: { email: newEmail('eve'), password: 'correct horse battery staple', delivery: 'token' } });
    return told?.status === 201 && told;
  });
  const { session, user, token = '' } = answer.body as SignedIn;
  history.push({ kind: 'opened', session: session.id, user: user.id, at: answer.to });
  const client: Client = { session: session.id, user: user.id, token, state: 'live', since: Infinity };
  fleet.clients.push(client);
  return client;
}

/** The longest of all processes, in seconds. */
async function lag({ place }: Scene): Promise<number> {
  const all = await Promise.all(consumers.map(async (name) => (await fetch(place.metricsUrl(name))).text()));
  return Math.max(...all.map((text) => Number(/^curfew_lag_seconds\S* (\S+)$/m.exec(text)?.[1])));
}
