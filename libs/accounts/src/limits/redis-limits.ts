import { createHash } from 'node:crypto';

import { CurfewError } from '@curfew/contracts';

import { createBucket, type Bucket } from './bucket.js';
import { connectRedis, type LimitLog } from './connect-redis.js';
import { createKnownNetworks, type KnownNetworks } from './known-networks.js';
import type { Attempt, SignInLimits, Trier } from './limits.js';
import { networkOf } from './network.js';

/**
 * Limits that all processes share through Redis, and that hold process by process while it is lost. An account can be guessed at ten times
 * in a quarter of an hour from one network. What others fail at never locks an owner out of a network where they signed in before:
 * from there, as from where they signed up, only that first limit counts. From anywhere, an account takes 100 failures an hour (NIST SP 800-63B-4 §3.2.2).
 */
export const createSignInLimits = ({ redisUrl, log }: LimitOptions): SignInLimits => {
  const redis = connectRedis(redisUrl, log);
  const buckets: Buckets = {
    here: createBucket(redis, { name: 'here', points: 10, duration: 15 * MINUTE }),
    network: createBucket(redis, { name: 'network', points: 30, duration: 10 * MINUTE }),
    account: createBucket(redis, { name: 'account', points: 100, duration: 60 * MINUTE }),
    everyone: createBucket(redis, { name: 'everyone', points: 1000, duration: MINUTE }),
  };
  const openings = {
    network: createBucket(redis, { name: 'opening', points: 100, duration: 10 * MINUTE }),
    everyone: createBucket(redis, { name: 'openings', points: 2000, duration: 10 * MINUTE }),
  };
  const known = createKnownNetworks(redis);
  return {
    attempt: (trier) => attempt(buckets, known, keysOf(trier)),
    opening: async (ipAddress) => {
      await openings.network.take(networkOf(ipAddress));
      await openings.everyone.take(ALL);
    },
    opened: (trier) => known.add(keysOf(trier).here),
    stop: async () => redis.disconnect(),
  };
};

interface LimitOptions {
  readonly redisUrl: string;
  readonly log: LimitLog;
}

type Buckets = Readonly<Record<'here' | 'network' | 'account' | 'everyone', Bucket>>;
type Keys = Readonly<Record<keyof Buckets, string>>;

const MINUTE = 60;
const ALL = 'all';

// The account is hashed: Redis holds no addresses, and a long one costs nothing.
const keysOf = ({ account, ipAddress }: Trier): Keys => {
  const hashed = createHash('sha256').update(account).digest('base64url');
  const network = networkOf(ipAddress);
  return { here: `${hashed}:${network}`, network, account: hashed, everyone: ALL };
};

const attempt = async (buckets: Buckets, known: KnownNetworks, keys: Keys): Promise<Attempt> => {
  const names = (await known.has(keys.here)) ? (['here'] as const) : (['here', 'network', 'account', 'everyone'] as const);
  // Looked at before anything is counted, so that a flood that is refused here leaves no counters behind.
  if (names.length > 1) await buckets.everyone.look(keys.everyone);
  const taken: (keyof Buckets)[] = [];
  const giveBack = async (): Promise<void> => void (await Promise.all(taken.map((name) => buckets[name].giveBack(keys[name]))));
  try {
    // From narrow to wide: who is refused at their own limit does not use up that of others.
    for (const name of names) {
      await buckets[name].take(keys[name]);
      taken.push(name);
    }
  } catch (error) {
    if (error instanceof CurfewError) await giveBack();
    throw error;
  }
  return {
    succeeded: async () => {
      await Promise.all([giveBack().then(() => buckets.here.empty(keys.here)), known.add(keys.here)]);
    },
    withdrawn: giveBack,
  };
};
