import { eventually } from '../support/eventually.js';
import { ScriptedCurfew, type ScriptedSession } from './scripted-curfew.js';
import { subject, type Subject } from './subject.js';

// What every consumer of the feed must do (docs/protocol.md), whoever wrote it and in whatever language: see subject.ts for how to put another to this test.
let curfew: ScriptedCurfew;
let consumer: Subject;

beforeEach(async () => {
  curfew = new ScriptedCurfew();
  consumer = await subject(await curfew.listen());
});
afterEach(async () => {
  curfew.held.clear();
  for (const way of ['feed', 'sessions', 'acks', 'activity', 'stream', 'consumers'] as const) curfew.release(way);
  await consumer.close();
  await curfew.close();
});

/** Registered, followed by polls, its stream open, and this session in its memory. */
async function knows(...sessions: readonly ScriptedSession[]): Promise<void> {
  for (const { token } of sessions) await eventually(async () => (await consumer.says(token)) === 'live', 30_000);
  await eventually(() => curfew.streams === 1, 30_000);
}

const polls = (count: number): Promise<unknown> => {
  const from = curfew.asks('feed').length;
  return eventually(() => curfew.asks('feed').length >= from + count, 30_000);
};

it('asks once about a session, and then admits it from memory', async () => {
  const session = curfew.open();
  await knows(session);
  const asked = curfew.asks('sessions').length;
  for (let times = 0; times < 20; times += 1) expect(await consumer.says(session.token)).toBe('live');
  expect(curfew.asks('sessions').length).toBe(asked);
});

it('refuses what was pushed as ended before a poll brings it, and acknowledges it', async () => {
  const [session, other] = [curfew.open(), curfew.open()];
  await knows(session, other);
  curfew.held.add('feed');
  await eventually(() => curfew.waits('feed'), 30_000);

  const { id } = curfew.end(session) as { id: string };

  await eventually(async () => ['ended', 'unknown'].includes(await consumer.says(session.token)), 30_000);
  await eventually(() => curfew.asks('acks').some(({ body }) => JSON.stringify(body).includes(id)), 30_000);
  curfew.release('feed');
  expect(await consumer.says(other.token)).toBe('live');
});

it('learns of an end by polling alone', async () => {
  const session = curfew.open();
  await knows(session);
  curfew.pushes = false;
  curfew.end(session);
  await eventually(async () => (await consumer.says(session.token)) !== 'live', 30_000);
  expect(['ended', 'unknown']).toContain(await consumer.says(session.token));
});

it('says that all up to a cursor is applied only when it is, and has one poll under way at most', async () => {
  const session = curfew.open();
  await knows(session);
  await polls(3);
  curfew.held.add('feed');
  await eventually(() => curfew.waits('feed'), 30_000);
  const count = curfew.asks('feed').length;
  curfew.end(session);
  await eventually(async () => (await consumer.says(session.token)) !== 'live', 30_000);
  expect(curfew.asks('feed').length).toBe(count);

  curfew.release('feed');
  await polls(3);

  const cursors = curfew.asks('feed').map(({ query }) => query['after']).filter((after) => after !== undefined).map((after) => Number(after.slice(1)));
  expect(cursors).toEqual(cursors.toSorted((a, b) => a - b));
});

it('counts its lease from when it asked: nothing pushed, and no late answer, prolongs it', async () => {
  const session = curfew.open();
  await knows(session);
  curfew.held.add('feed');
  const beating = setInterval(() => curfew.beat(), 100);
  try {
    await eventually(async (): Promise<boolean> => (await consumer.says(session.token)) === 'stale', 30_000);
  } finally {
    clearInterval(beating);
  }
  curfew.end(session);

  curfew.release('feed');

  await eventually(async () => (await consumer.says(session.token)) !== 'stale', 30_000);
  expect(['ended', 'unknown']).toContain(await consumer.says(session.token));
});

it.each<[string, (session: ScriptedSession) => object]>([
  ['it alone', (session) => curfew.end(session)],
  ['all others of its user', (session) => curfew.endOthers(curfew.open(session.userId))],
])('judges what it read by what it heard since it asked: an answer from before the end of %s admits nobody', async (_, end) => {
  const [session, other] = [curfew.open(), curfew.open()];
  await knows(other);
  curfew.held.add('sessions');
  const saying = consumer.says(session.token);
  await eventually(() => curfew.waits('sessions'), 30_000);
  end(session);
  await polls(3);

  curfew.release('sessions');

  expect(['ended', 'unknown']).toContain(await saying);
  expect(['ended', 'unknown']).toContain(await consumer.says(session.token));
});

it('ends the sessions of a user that are of an older generation, and spares the one that is named', async () => {
  const spared = curfew.open();
  const [older, stranger] = [curfew.open(spared.userId), curfew.open()];
  await knows(spared, older, stranger);
  curfew.endOthers(spared);
  await eventually(async () => (await consumer.says(older.token)) !== 'live', 30_000);
  const newer = curfew.open(spared.userId);
  await polls(3);

  expect(await Promise.all([spared, newer, stranger].map(({ token }) => consumer.says(token)))).toEqual(['live', 'live', 'live']);
  expect(['ended', 'unknown']).toContain(await consumer.says(older.token));
});

it('is not disturbed by events that come again or that it does not know, and reads again what such a one names', async () => {
  const [session, ended] = [curfew.open(), curfew.open()];
  await knows(session, ended);
  const event = curfew.end(ended);
  for (let times = 0; times < 3; times += 1) curfew.push(event);
  const asked = curfew.asks('sessions').length;
  curfew.append({ type: 'session-touched-by-tomorrow', userId: session.userId, sessionId: session.id, novelty: { deep: [1] } });
  await polls(3);

  expect(await consumer.says(session.token)).toBe('live');
  expect(curfew.asks('sessions').length).toBe(asked + 1);
  expect(['ended', 'unknown']).toContain(await consumer.says(ended.token));
  const acks = curfew.asks('acks').flatMap(({ body }) => (body as { acks: { eventId: string }[] }).acks);
  expect(acks.filter(({ eventId }) => eventId === (event as { id: string }).id).length).toBeLessThanOrEqual(1);
});

it.each<[string, ScriptedCurfew['refusals'][number], () => void]>([
  ['its cursor is too old', { way: 'feed', status: 410, code: 'cursor-too-old' }, () => undefined],
  ['it is no longer known', { way: 'feed', status: 404, code: 'not-found' }, () => curfew.forgetConsumers()],
])('starts anew when %s: without a cursor, and reads again before it admits', async (_, refusal, forget) => {
  const [session, ended] = [curfew.open(), curfew.open()];
  await knows(session, ended);
  curfew.pushes = false;
  curfew.held.add('feed');
  await eventually(() => curfew.waits('feed'), 30_000);
  // Ended while nobody tells it: what is answered next says nothing of that.
  ended.ended = true;
  curfew.refusals.push(refusal);
  forget();
  const from = curfew.asks('feed').length;
  curfew.release('feed');

  await eventually(() => curfew.asks('feed').slice(from).some(({ query }) => query['after'] === undefined), 30_000);
  await eventually(async () => (await consumer.says(session.token)) === 'live', 30_000);
  expect(['ended', 'unknown']).toContain(await consumer.says(ended.token));
});

it('takes no answer of a database that is not the one that its log is of: it admits nobody by it, and remembers no refusal', async () => {
  const [session, ended, unheard] = [curfew.open(), curfew.open(), curfew.open()];
  await knows(session);
  // A primary that was replaced: it does not know that one has ended, and does not know the other at all.
  curfew.pushes = false;
  curfew.sessionSource = 'replaced';
  unheard.ended = true;

  expect(await consumer.says(ended.token)).toBe('stale');
  expect(await consumer.says(unheard.token)).toBe('stale');
  expect(await consumer.says(session.token)).toBe('live');

  ended.ended = true;
  unheard.ended = false;
  curfew.sessionSource = null;
  await eventually(async () => (await consumer.says(unheard.token)) === 'live', 30_000);
  expect(['ended', 'unknown']).toContain(await consumer.says(ended.token));
});

it('starts anew when its log is read from another database: it reads again before it admits', async () => {
  const [session, ended] = [curfew.open(), curfew.open()];
  await knows(session, ended);
  curfew.held.add('feed');
  await eventually(() => curfew.waits('feed'), 30_000);
  // Ended in a history that the cursor is not of: no page tells it.
  ended.ended = true;
  curfew.source = 'second';

  curfew.release('feed');

  await eventually(async () => ['ended', 'unknown'].includes(await consumer.says(ended.token)), 30_000);
  await eventually(async () => (await consumer.says(session.token)) === 'live', 30_000);
});

it('opens its stream again when that is lost, and polls then', async () => {
  const session = curfew.open();
  await knows(session);
  const streams = curfew.asks('stream').length;
  curfew.refusals.push({ way: 'stream', status: 503, code: 'unavailable' });

  curfew.dropStreams();

  await eventually(() => curfew.streams === 1 && curfew.asks('stream').length === streams + 2, 30_000);
  curfew.held.add('feed');
  curfew.end(session);
  await eventually(async () => (await consumer.says(session.token)) !== 'live', 30_000);
});
