import { curfew } from '../support/curfew.js';
import { eventually } from '../support/eventually.js';
import { administrator, signedUp } from '../support/people.js';
import { service, type Service } from '../services/service.js';
import { Guard } from './guard.js';

const { apis: [api, other = api], database } = await curfew({ POLL_INTERVAL: '200ms', LEASE: '5s', CONFIRM_WAIT: '0ms' }, { apis: 2, gateways: 1, workers: 0 });
const root = await administrator(api);
const key = await service(root, ['feed']);
const guard = (its: Service = key): Promise<Guard> => Guard.registered(its);

// It is there for the whole file: a comment comes each 15 seconds.
const quiet = await (await guard()).stream();

it('pushes events as they happen, each with a cursor as its id, from whichever api they come', async () => {
  const made = await guard();
  const [here, there] = [await made.stream(), await (await guard()).stream(undefined, other)];
  const ada = await signedUp(api);
  await ada.device.logOut();
  for (const stream of [here, there]) {
    const event = await stream.event(({ type, sessionId }) => type === 'session-revoked' && sessionId === ada.device.session.id);
    expect(event).toMatchObject({ userId: ada.user.id, reason: 'signed-out', session: { id: ada.device.session.id } });
  }
  expect(here.type).toBe('text/event-stream; charset=utf-8');
  expect(here.text).toMatch(/^retry: 1000\n: open\n\n/);
  expect((await made.ask({ after: here.lastId ?? '' })).status).toBe(200);
});

it('goes on from the last id, with what was missed, on another api too', async () => {
  const made = await guard();
  const first = await made.stream();
  const before = await signedUp(api);
  await first.event(({ sessionId }) => sessionId === before.device.session.id);
  const last = first.lastId;
  const second = await (await guard()).stream();
  const missed = await signedUp(api);
  await second.event(({ sessionId }) => sessionId === missed.device.session.id);

  const again = await made.stream(last, other);
  await again.event(({ sessionId, type }) => sessionId === missed.device.session.id && type === 'session-created');
});

it('starts from now on without one, and refuses what is no cursor', async () => {
  const made = await guard();
  const stream = await made.stream();
  const ada = await signedUp(api);
  await stream.event(({ sessionId }) => sessionId === ada.device.session.id);
  await expect(made.stream('nonsense')).rejects.toThrow('400');
});

it('makes way for a newer one of the same consumer', async () => {
  const made = await guard();
  const first = await made.stream();
  const second = await made.stream();
  await eventually(() => first.ended);
  expect(second.ended).toBe(false);
});

it('ends with its key, on every api', async () => {
  const brief = await service(root, ['feed']);
  const streams = [await (await guard(brief)).stream(), await (await guard(brief)).stream(undefined, other)];
  await root.device.call(`DELETE /v1/admin/api-keys/${brief.id}`);
  // Sooner than it would be found with the next comment.
  await eventually(() => streams.every(({ ended }) => ended));
  expect(quiet.ended).toBe(false);
});

it('says that it is still here when nothing happens', async () => {
  await eventually(() => quiet.text.includes('\n: still here\nid: '), 60_000);
});

it('is closed when it does not read, and what it missed is there from its last id on', async () => {
  const made = await guard();
  const stream = await made.stream();
  const ada = await signedUp(api);
  await stream.event(({ sessionId }) => sessionId === ada.device.session.id);
  const last = stream.lastId;
  stream.pause();
  // Several megabytes: more than the machine itself keeps for a connection.
  const [row] = await database.query<{ id: string }>(
    `with e as (insert into session_events (epoch, id, type, user_id, actor_type, reason)
       select epoch, uuid_v7(), 'user-updated', $1, 'system', repeat('x', 4000) from realm, generate_series(1, 3000) returning id)
     select id from e order by id desc limit 1`, [ada.user.id]);
  await made.poll();
  await eventually(async () => !(await made.stream(last, other)).ended, 30_000);
  stream.resume();
  await eventually(() => stream.ended, 30_000);
  expect(stream.events.length).toBeLessThan(3_000);
  const again = await made.stream(last, other);
  await again.event(({ id }) => id === row?.id);
});

it('ends where events may have been missed, and 410 tells who comes back with what is too old', async () => {
  const made = await guard();
  const ending = await (await guard()).stream();
  await signedUp(api);
  await database.query('update realm set low_water = pg_current_xact_id()');
  await eventually(() => ending.ended, 30_000);
  await expect(made.stream(made.cursor)).rejects.toThrow('410');
  await eventually(() => made.stream().then(() => true));
});

it('ends when its api stops, which waits for none', async () => {
  const made = await guard();
  // It may still be beginning anew, like all who were told that events may have been missed.
  const stream = await eventually(() => made.stream(undefined, other));
  await other.stop();
  await eventually(() => stream.ended);
  await expect((await guard()).stream(undefined, other)).rejects.toThrow('ECONNREFUSED');
});
