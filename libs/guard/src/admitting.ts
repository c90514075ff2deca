import type { Admission } from '@curfew/follower';
import type { AccessTokens, Claimed } from './access-tokens.js';
import { keyOfId, type GuardFollower, type Seen } from './following.js';
import { Recent } from './recent.js';
import type { Shape } from './token.js';
import type { Verdicts } from './verdicts.js';

/** A session that is admitted, or why not. */
export type Verdict = Seen | 'unknown' | 'ended' | 'stale';

type Way = (key: string) => Promise<Admission<Seen>>;

/** How many tokens it remembers what became of. */
export const REMEMBERED = 100_000;

/** Decides on tokens: which session one stands for, and what the follower says of that. */
export class Admitting {
  /** Of sessions that were asked for by access token: the key under which the follower has them, as their own token may be in use here too. */
  readonly #keys = new Recent<string>(REMEMBERED);

  constructor(
    private readonly access: AccessTokens,
    private readonly verdicts: Verdicts,
  ) {}

  /** For one request: from memory where it can be. */
  check(shape: Shape, follower: GuardFollower): Promise<Verdict> | Verdict {
    const refused = this.verdicts.refusalOf(shape.key);
    if (refused !== undefined) return refused;
    const ask = (key: string): Promise<Admission<Seen>> => follower.admit(key);
    if (shape.kind === 'access') return this.#checkAccess(shape, follower, ask);
    const found = follower.admitNow(shape.key);
    if (found.kind === 'live') return found.session;
    return found.kind === 'stale' ? 'stale' : this.#judge(shape, ask);
  }

  /** For a connection that stays open: `connect` has the follower watch it. A token that was refused is refused without that. */
  async connect(shape: Shape, follower: GuardFollower, connect: Way): Promise<Verdict> {
    const refused = this.verdicts.refusalOf(shape.key);
    if (refused !== undefined) return refused;
    return shape.kind === 'access' ? this.#checkAccess(shape, follower, connect) : this.#judge(shape, connect);
  }

  async #judge(shape: Shape, ask: Way): Promise<Verdict> {
    const found = await ask(shape.key);
    if (found.kind === 'stale') return 'stale';
    if (found.kind === 'unknown') return this.verdicts.refuse(shape.key, false);
    this.verdicts.admit(shape.key);
    if (this.#keys.get(found.session.id) !== undefined) this.#keys.set(found.session.id, shape.key);
    return found.session;
  }

  /** An access token is never enough by itself: its session must be known as live. */
  async #checkAccess(shape: Shape, follower: GuardFollower, ask: Way): Promise<Verdict> {
    const claimed = this.access.recall(shape.key, Date.now()) ?? (await this.access.verify(shape));
    if (claimed === 'stale' || claimed === 'unknown') return claimed;
    const { key, isKnown } = this.#keyOf(claimed, follower);
    const found = await ask(key);
    if (found.kind === 'stale') return 'stale';
    if (found.kind === 'unknown' || found.session.userId !== claimed.userId) return this.verdicts.refuse(shape.key, true);
    if (!isKnown) this.#keys.set(claimed.sessionId, key);
    return found.session;
  }

  #keyOf({ sessionId }: Claimed, follower: GuardFollower): { readonly key: string; readonly isKnown: boolean } {
    const key = this.#keys.get(sessionId);
    const found = key === undefined ? null : follower.admitNow(key);
    if (key !== undefined && found?.kind === 'live' && found.session.id === sessionId) return { key, isKnown: true };
    return { key: keyOfId(sessionId), isKnown: false };
  }
}
