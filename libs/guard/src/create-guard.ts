import type { CarryOut } from '@curfew/follower';
import { AccessTokens } from './access-tokens.js';
import { Admitting, REMEMBERED, type Verdict } from './admitting.js';
import { Consumer, type Joined } from './consumer.js';
import { CurfewApi } from './curfew-api.js';
import type { Admitted, Attached, Checked, Guard, GuardOptions, GuardStatus, Parting, Refused } from './guard.js';
import { Links } from './links.js';
import { Listeners } from './listeners.js';
import { REFUSED } from './refused.js';
import { settingsOf, type Settings } from './settings.js';
import { statusOf } from './status.js';
import { shapeOf, type Shape } from './token.js';
import { Verdicts } from './verdicts.js';
import type { HeardEvent } from './wire.js';

/**
 * A guard for this process: make one at its start, and share it. It follows Curfew from the moment it is made, and tries again by itself when
 * Curfew cannot be reached. Throws a TypeError for options that cannot be.
 */
export function createGuard(options: GuardOptions): Guard {
  return new LocalGuard(settingsOf(options));
}

/** A token that comes before the first answer of Curfew waits for it, at most so long. */
const PATIENCE_MS = 3_000;
const ENDING: ReadonlySet<string> = new Set(['session-revoked', 'session-expired', 'sessions-revoked']);

class LocalGuard implements Guard {
  readonly #listeners = new Listeners();
  readonly #links = new Links();
  readonly #verdicts = new Verdicts(REMEMBERED);
  readonly #admitting: Admitting;
  readonly #access: AccessTokens;
  readonly #consumer: Consumer;
  readonly #settling: Promise<void>;
  #settled = false;
  #closing: Promise<void> | null = null;

  constructor(private readonly settings: Settings) {
    const api = new CurfewApi(settings);
    this.#access = new AccessTokens(settings, api, PATIENCE_MS);
    this.#admitting = new Admitting(this.#access, this.#verdicts);
    this.#consumer = new Consumer({
      settings,
      api,
      carryOut: this.#carryOut(),
      failed: (error, doing) => this.#listeners.tell('error', error, doing),
      uproot: () => this.#links.dismiss(),
    });
    this.#settling = settled(this.#consumer.ready(), PATIENCE_MS).then(() => void (this.#settled = true));
  }

  readonly on: Guard['on'] = (name, listener) => this.#listeners.on(name, listener);

  ready(): Promise<void> {
    return this.#consumer.ready();
  }

  async check(token: unknown): Promise<Checked> {
    const shape = shapeOf(token);
    if (shape === null) return REFUSED.unknown;
    const joined = this.#joined() ?? (await this.#whenJoined());
    if (joined === null) return REFUSED.stale;
    const verdict = await this.#admitting.check(shape, joined.follower);
    return this.#closing === null ? this.#answer(verdict, joined) : REFUSED.stale;
  }

  async attach(token: unknown, close: (parting: Parting) => void): Promise<Attached | Refused> {
    const shape = shapeOf(token);
    if (shape === null) return REFUSED.unknown;
    const joined = this.#joined() ?? (await this.#whenJoined());
    return joined === null ? REFUSED.stale : this.#connect(shape, joined, close);
  }

  status(): GuardStatus {
    return statusOf(this.#consumer.joined, this.#closing !== null);
  }

  close(): Promise<void> {
    if (this.#closing !== null) return this.#closing;
    this.#closing = this.#consumer.leave();
    this.#links.dismiss();
    return this.#closing;
  }

  async #connect(shape: Shape, joined: Joined, close: (parting: Parting) => void): Promise<Attached | Refused> {
    const { follower } = joined;
    const name = this.#links.add(close, shape.kind);
    const detach = (): void => {
      this.#links.remove(name);
      follower.disconnected(name);
    };
    const passes = (): boolean => this.#closing === null && this.#consumer.joined === joined && this.#links.isOpen(name) && follower.passes(name);
    const verdict = await this.#admitting.connect(shape, follower, (key) => follower.connect(name, key));
    const answer = this.#answer(verdict, joined);
    if (!answer.active || !passes() || !this.#links.hand(name)) {
      detach();
      return answer.active ? REFUSED[follower.status().admits ? 'ended' : 'stale'] : answer;
    }
    return { ...answer, passes, detach };
  }

  #answer(verdict: Verdict, { reports }: Joined): Admitted | Refused {
    if (typeof verdict === 'string') return REFUSED[verdict];
    if (this.settings.reportActivity) reports.used(verdict.id, Date.now());
    const { id, userId, externalId, role } = verdict;
    return { active: true, sessionId: id, userId, externalId, role };
  }

  #joined(): Joined | null {
    return this.#settled && this.#closing === null ? this.#consumer.joined : null;
  }

  async #whenJoined(): Promise<Joined | null> {
    await this.#settling;
    return this.#joined();
  }

  /** Whoever came with an access token comes back with one that a key of now has signed. */
  #replaceKeys(): void {
    this.#access.replaced();
    this.#links.dismiss(this.#links.of('access'));
  }

  #carryOut(): CarryOut<HeardEvent> {
    return {
      cut: ({ sockets, event }) => this.#links.part(sockets, { cause: 'ended', reason: event?.reason ?? null, retryAfterMs: null }),
      tell: (event) => {
        if (event.type === 'signing-keys-replaced') this.#replaceKeys();
        if (!ENDING.has(event.type)) return;
        const { type, sessionId, userId, sparedSessionId = null, reason } = event;
        this.#listeners.tell('ended', { type, sessionId, userId, sparedSessionId, reason });
      },
      acknowledge: () => undefined,
      suspend: () => this.#listeners.tell('stale'),
      resume: () => this.#listeners.tell('fresh'),
      dismiss: (sockets) => this.#links.dismiss(sockets),
      // Curfew marks it ended itself.
      lapse: () => undefined,
      reset: () => {
        this.#verdicts.forget();
        // Events may have been missed.
        this.#access.replaced();
      },
      failed: (error, doing) => this.#listeners.tell('error', error, doing),
    };
  }
}

/** When it is settled either way, or `ms` have passed. */
async function settled(promise: Promise<void>, ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, ms).unref()));
  await Promise.race([promise.catch(() => undefined), late]);
  clearTimeout(timer);
}
