import { createFollower, type FollowerOptions } from './follower.js';
import type { LoadAnswer, LoadRequest, PollAnswer, PollRequest } from './input.js';
import type { FollowedEvent, Known } from './known.js';
import type { Ear, Failing, Ports } from './ports.js';

const session: Known = { id: 's', userId: 'ada', tokenHash: 'hash', generation: 1, realmGeneration: 1, expiresInMs: 60_000, absoluteInMs: 60_000 };
const ending: FollowedEvent = { id: 'e', type: 'session-revoked', userId: 'ada', sessionId: 's' };

/** Ports that the test answers; by default at once, with a log that never changes and one session. */
class Outside {
  polls: PollRequest[] = [];
  loads: LoadRequest[] = [];
  said: string[] = [];
  failures: Failing[] = [];
  ear: Ear<FollowedEvent> | null = null;
  answerPoll = async (): Promise<PollAnswer<FollowedEvent>> => ({ events: [], horizon: 'h', snapshot: 's', more: null, trimmed: false, source: 'one' });
  answerLoad = async (): Promise<LoadAnswer<Known>> => ({ sessions: [session], source: 'one' });
  subscribe = async (): Promise<void> => undefined;
  onSay = (_what: string): void => undefined;

  follower(options: FollowerOptions = {}) {
    return createFollower(this.#ports(), { pollIntervalMs: 10, ...options });
  }

  #ports(): Ports<Known, FollowedEvent> {
    return {
      poll: (request) => {
        this.polls.push(request);
        return this.answerPoll();
      },
      load: (request) => {
        this.loads.push(request);
        return this.answerLoad();
      },
      listen: async (ear) => {
        await this.subscribe();
        this.ear = ear;
        ear.listening();
        return async () => this.#say('deaf');
      },
      carryOut: {
        cut: ({ sockets }) => this.#say(`cut ${sockets.join()}`),
        tell: ({ id }, via) => this.#say(`tell ${id} by ${via}`),
        acknowledge: ({ eventId, socketsClosed }) => this.#say(`acknowledge ${eventId}: ${socketsClosed}`),
        suspend: () => this.#say('suspend'),
        resume: () => this.#say('resume'),
        dismiss: () => this.#say('dismiss'),
        lapse: (id) => this.#say(`lapse ${id}`),
        reset: () => this.#say('reset'),
        failed: (_error, what) => void this.failures.push(what),
      },
      now: () => ({ mono: performance.now(), wall: Date.now() }),
    };
  }

  #say(what: string): void {
    this.said.push(what);
    this.onSay(what);
  }
}

type Followed = ReturnType<Outside['follower']>;

const fact = async (holds: () => boolean): Promise<void> => {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 2));
};

describe('a follower', () => {
  let outside = new Outside();
  const running: { stop(): Promise<void> }[] = [];
  const started = async (options: FollowerOptions = {}) => {
    const follower = outside.follower(options);
    running.push(follower);
    await follower.start();
    return follower;
  };
  beforeEach(() => (outside = new Outside()));
  afterEach(async () => void (await Promise.all(running.splice(0).map((one) => one.stop()))));

  it.each([
    ['used', (follower: Followed) => ['s', 't'].forEach((id) => follower.used(id))],
    ['asked for by whoever uses it', (follower: Followed) => ['hash', 'other'].forEach((hash) => follower.use(hash))],
  ])('moves the deadline of a session that is %s as far as that says, and else as far as its own option', async (_, use) => {
    const short = { ...session, expiresInMs: 30_000, absoluteInMs: 90_000 };
    outside.answerLoad = async () => ({ source: 'one', sessions: [{ ...short, idleTimeoutMs: 1 }, { ...short, id: 't', userId: 'bob', tokenHash: 'other', idleTimeoutMs: null }] });
    const follower = await started();
    await Promise.all([follower.admit('hash'), follower.admit('other')]);

    use(follower);
    const until = performance.now() + 5;
    await fact(() => performance.now() > until);

    expect([follower.admitNow('hash').kind, follower.admitNow('other').kind]).toEqual(['miss', 'live']);
  });

  it('is stale until it has polled, and then reads a session once for all who ask', async () => {
    const follower = outside.follower();
    running.push(follower);
    expect(await follower.admit('hash')).toEqual({ kind: 'stale' });
    await follower.start();

    const found = await Promise.all([follower.admit('hash'), follower.admit('hash'), follower.connect('socket', 'hash')]);

    expect(found).toEqual([1, 2, 3].map(() => ({ kind: 'live', session })));
    expect(outside.loads).toEqual([{ tokenHashes: ['hash'], ids: [] }]);
    expect(follower.admitNow('hash')).toEqual({ kind: 'live', session });
    expect(follower.admitNow('another')).toEqual({ kind: 'miss' });
  });

  it('is not started before the doorbell is subscribed, and tries until it is', async () => {
    let tries = 0;
    outside.subscribe = async () => {
      tries += 1;
      if (tries < 3) throw new Error('no Redis');
    };

    await started();

    expect(tries).toBe(3);
    expect(outside.failures).toEqual(['listen', 'listen']);
  });

  it('polls again after each subscription, and once every interval', async () => {
    const follower = await started({ pollIntervalMs: 60_000 });
    const { polls } = follower.status();

    outside.ear?.listening();

    expect(follower.status().polls).toBe(polls + 1);
  });

  it('carries out what it hears at once, in order: nothing passes, cut, tell, acknowledge', async () => {
    const follower = await started();
    await follower.connect('socket', 'hash');
    expect(follower.passes('socket')).toBe(true);
    outside.onSay = (what) => {
      if (what.startsWith('cut')) expect([follower.passes('socket'), follower.admitNow('hash').kind]).toEqual([false, 'unknown']);
    };

    outside.ear?.heard(ending);

    expect(outside.said.slice(-3)).toEqual(['cut socket', 'tell e by doorbell', 'acknowledge e: 1']);
    expect(outside.failures).toEqual([]);
  });

  it('applies what its own process committed like everyone else, and says how many sockets that cut', async () => {
    const follower = await started();
    await Promise.all([follower.connect('one', 'hash'), follower.connect('two', 'hash')]);
    expect(follower.socketsOf('s')).toEqual(['one', 'two']);

    expect(follower.apply([ending])).toEqual({ socketsClosed: 2 });
    expect(follower.apply([ending])).toEqual({ socketsClosed: 0 });
  });

  it('ends thousands in one turn, in which nothing passes any more and all are acknowledged, and has them closed in later ones', async () => {
    const ids = Array.from({ length: 3_000 }, (_, index) => `s${index}`);
    outside.answerLoad = async () => ({ source: 'one', sessions: ids.map((id) => ({ ...session, id, tokenHash: `hash of ${id}` })) });
    const follower = await started();
    await Promise.all(ids.map((id) => follower.connect(`socket of ${id}`, `hash of ${id}`)));
    outside.onSay = (what) => {
      // However fast the machine: half a millisecond each.
      for (const until = performance.now() + 0.5; what.startsWith('cut') && performance.now() < until; );
    };

    outside.ear?.heard({ ...ending, type: 'sessions-revoked', sessionId: null });

    const cut = (): number => outside.said.filter((what) => what.startsWith('cut')).length;
    expect(outside.said.at(-1)).toBe('acknowledge e: 3000');
    expect(ids.filter((id) => follower.passes(`socket of ${id}`))).toEqual([]);
    expect(cut()).toBeLessThan(100);
    await fact(() => cut() === 3_000);
    expect(new Set(outside.said.filter((what) => what.startsWith('cut'))).size).toBe(3_000);
  });

  it('refuses when a read fails, and never lets a rejection escape', async () => {
    const follower = await started();
    outside.answerLoad = async () => Promise.reject(new Error('no database'));

    expect(await follower.admit('hash')).toEqual({ kind: 'stale' });
    expect(outside.failures).toEqual(['load']);
    expect(follower.status()).toMatchObject({ loadsFailed: 1, staleRefusals: 1 });
  });

  it('loses its lease when polls fail, and finds it again when they do not', async () => {
    const follower = await started({ leaseMs: 60 });
    await follower.connect('socket', 'hash');
    const good = outside.answerPoll;
    outside.answerPoll = async () => Promise.reject(new Error('no database'));
    await fact(() => outside.said.includes('suspend'));

    expect([follower.passes('socket'), follower.admitNow('hash').kind, (await follower.admit('hash')).kind]).toEqual([false, 'stale', 'stale']);
    expect(follower.status().leaseMsLeft).toBeLessThan(0);

    outside.answerPoll = good;
    await fact(() => follower.passes('socket'));
    expect(outside.said.at(-1)).toBe('resume');
  });

  it('counts what the doorbell did not bring', async () => {
    const follower = await started();
    const good = outside.answerPoll;
    outside.answerPoll = async () => ({ ...(await good()), events: [ending] });
    await fact(() => outside.said.includes('acknowledge e: 0'));

    expect(follower.status().lostByDoorbell).toBe(1);
  });

  it('goes on when carrying out fails, and reports it', async () => {
    const follower = await started();
    await follower.connect('socket', 'hash');
    outside.onSay = (what) => {
      if (what.startsWith('cut')) throw new Error('the gateway stumbles');
    };

    outside.ear?.heard(ending);

    expect(outside.failures).toEqual(['carry-out']);
    expect(outside.said.at(-1)).toBe('acknowledge e: 1');
    expect(follower.passes('socket')).toBe(false);
  });

  it('stopped: answers whoever waits, hears and polls no more', async () => {
    const follower = await started();
    outside.answerLoad = () => new Promise(() => undefined);
    const waiting = follower.admit('hash');
    await fact(() => outside.loads.length > 0);

    await follower.stop();

    expect(await waiting).toEqual({ kind: 'stale' });
    expect([follower.admitNow('hash'), await follower.connect('socket', 'hash')]).toEqual([{ kind: 'stale' }, { kind: 'stale' }]);
    expect(outside.said.at(-1)).toBe('deaf');
  });
});
