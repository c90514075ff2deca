import type { Effect, Input, State } from '@curfew/follower/pure';

import type { Clock } from './clock.js';
import { BATCH_TIME, IDLE_TIMEOUT, LEASE, POLL_TIMEOUT, type Machine } from './rules.js';
import { Violation, type Acknowledgement, type Answer, type Event, type Found, type Instant, type LoadRequest, type PollRequest, type Session } from './types.js';
import type { World } from './world.js';

type Told = { readonly name: string; readonly kind: 'api' | 'gateway' | 'guard'; readonly leaseMs: number; readonly allowsWhenStale: boolean; readonly capacity: number };

/** What a consumer asks of the outside. The surroundings decide what becomes of it, and when. */
export type Surroundings = {
  poll(node: Node, poll: PollSent): void;
  load(node: Node, load: LoadSent): void;
  gather(node: Node): void;
  acknowledge(node: Node, acknowledgement: Acknowledgement): void;
  /** It came to know of this event, in whatever way. */
  told(node: Node, event: Event): void;
  /** It starts anew: events may have been missed. */
  reset(node: Node): void;
  lapse(node: Node, sessionId: string): void;
  /** These are cut: their transports are to be closed, which takes its time. */
  close(node: Node, sockets: readonly string[]): void;
};

export type PollSent = { readonly incarnation: number; readonly number: number; readonly request: PollRequest };
export type LoadSent = { readonly incarnation: number; readonly read: number; readonly request: LoadRequest };

/** One consumer: the real machine, with a clock, sockets and a memory of what it was told. */
export class Node {
  state: State<Session>;
  incarnation: number;
  /** Its sockets that are connected for their clients: admitted, not yet closed, dismissed or gone. */
  readonly sockets = new Map<string, string>();
  /** Ended sessions of whose end this process heard. */
  readonly knows = new Set<string>();
  readonly heard = new Set<string>();
  /** Sessions of which it was told wrongly that they are no more: by a deposed primary, which knows nothing new, or an event of a lost history. */
  readonly misled = new Set<string>();
  /** When the first page of its last complete poll was sent, by its monotonic clock. */
  provenAt = Number.NEGATIVE_INFINITY;
  /** The snapshot of its first poll "from now on". */
  baseline: string | null = null;
  lastFloor: { readonly source: string; readonly xid: number } | null = null;
  /** The newest version of a session of which an event told it. */
  readonly versions = new Map<string, number>();
  #firstPageAt = 0;
  /** The same in true time. */
  #firstPageSentAt = 0;
  /** Which history its last complete poll was read from. */
  #readFrom = '';
  #suspendedAt: Instant | null = null;
  #asks = new Map<number, Asking>();
  #askers = 0;
  #down: 'up' | 'stopped' | 'suspended' = 'up';
  #inbox: (() => void)[] = [];

  constructor(
    readonly world: World,
    readonly told: Told,
    readonly clock: Clock,
  ) {
    this.incarnation = ++world.starts;
    this.state = this.#born();
  }

  get id(): string {
    return this.world.rules.idPerStart ? `${this.told.name}#${this.incarnation}` : this.told.name;
  }

  get machine(): Machine {
    return this.world.machine;
  }

  get isAwake(): boolean {
    return this.#down === 'up';
  }

  get allowsWhenStale(): boolean {
    return this.told.allowsWhenStale;
  }

  instant(): Instant {
    return this.clock.at(this.world.now);
  }

  /** Something reaches this process; while it is stopped, it waits. What was meant for an earlier start is lost. */
  reach(act: () => void, incarnation = this.incarnation): void {
    if (incarnation !== this.incarnation) return;
    if (this.isAwake) act();
    else this.#inbox.push(() => this.reach(act, incarnation));
  }

  stop(how: 'stopped' | 'suspended'): void {
    if (!this.isAwake) return;
    this.#down = how;
    if (how === 'suspended') this.clock.suspend(this.world.now);
  }

  wake(): void {
    if (this.#down === 'suspended') this.clock.wake(this.world.now);
    this.#down = 'up';
    const waited = this.#inbox;
    this.#inbox = [];
    for (const act of waited) act();
    this.world.oracle.check(this);
  }

  /** The process dies and is started again: nothing is left of what it knew. */
  restart(): void {
    this.wake();
    this.incarnation = ++this.world.starts;
    this.sockets.clear();
    this.knows.clear();
    this.heard.clear();
    this.versions.clear();
    this.#suspendedAt = null;
    this.#asks.clear();
    this.baseline = null;
    this.lastFloor = null;
    this.provenAt = Number.NEGATIVE_INFINITY;
    this.state = this.#born();
  }

  ask(tokenOf: string, socketId: string | null = null): void {
    const asker = ++this.#askers;
    this.#asks.set(asker, { id: tokenOf, socketId, askedAt: this.world.now, alive: this.world.isSurelyLive(tokenOf), gone: false });
    this.take({ kind: 'ask', asker, tokenHash: `token of ${tokenOf}`, socketId });
  }

  /** A client goes away. */
  disconnect(socketId: string): void {
    this.sockets.delete(socketId);
    for (const asking of this.#asks.values()) if (asking.socketId === socketId) Object.assign(asking, { alive: false, gone: true });
    this.take({ kind: 'disconnected', socketId });
  }

  used(id: string): void {
    this.take({ kind: 'used', sessionId: id, idleTimeoutMs: IDLE_TIMEOUT });
  }

  hear(event: Event, via: 'doorbell' | 'own'): void {
    this.take({ kind: 'heard', event, via });
  }

  answerPoll(sent: PollSent, answer: Answer): void {
    const expected = this.state.log.poll?.number === sent.number;
    const sentAt = this.#firstPageSentAt;
    if (expected) this.#readFrom = answer.source;
    this.take({ kind: 'polled', number: sent.number, answer });
    const { log } = this.state;
    const completed = expected && log.ready && answer.more === null && log.source === answer.source && log.floor !== null;
    if (!completed) {
      if (!log.ready) this.baseline = null;
      return;
    }
    this.baseline ??= log.applied;
    this.world.oracle.applied(this, { source: this.#readFrom, sentAt });
  }

  /** What was read arrives; null: it failed. Of the history that it follows, a deposed primary may tell it what was true: until its lease ends, which it cannot renew there. */
  answerLoad(read: number, found: Found | null): void {
    if (found !== null && found.isOld && found.source === this.state.log.source) {
      for (const { id } of found.sessions) {
        this.knows.delete(id);
        this.versions.delete(id);
      }
      for (const id of this.world.sessions) this.misled.add(id);
    }
    this.take({ kind: 'loaded', read, answer: found });
  }

  /** Applies one input and carries out what follows, as a driver does. */
  take(input: Input<Session, Event>): void {
    const now = this.instant();
    if (input.kind === 'polled' && input.answer?.more === null && this.state.log.poll?.number === input.number) this.provenAt = this.#firstPageAt;
    const effects = this.machine.step(this.state, input, now);
    this.#remember(input.kind === 'heard' ? [input.event] : input.kind === 'polled' ? (input.answer?.events ?? []) : []);
    for (const effect of effects) this.#carryOut(effect, now);
    this.world.steps += 1;
    this.world.oracle.check(this);
    if (this.machine.mayGather(this.state)) this.world.surroundings.gather(this);
  }

  #carryOut(effect: Effect<Session, Event>, now: Instant): void {
    const { incarnation } = this;
    const { surroundings } = this.world;
    switch (effect.kind) {
      case 'poll':
        if (effect.request.page === null) {
          this.#firstPageAt = now.mono;
          this.#firstPageSentAt = this.world.now;
        }
        return surroundings.poll(this, { incarnation, number: effect.number, request: effect.request });
      case 'load':
        return surroundings.load(this, { incarnation, read: effect.read, request: effect.request });
      case 'answer':
        return this.#answered(effect.asker, effect.admission);
      case 'cut':
        return effect.copies.forEach(({ admission, sockets }) => this.#cut(admission.session.id, typeof sockets === 'string' ? [sockets] : [...(sockets ?? [])]));
      case 'tell':
        return surroundings.told(this, effect.event);
      case 'reset':
        return surroundings.reset(this);
      case 'acknowledge':
        return this.#acknowledge(effect);
      case 'dismiss':
        return this.#dismiss(effect.sockets, now);
      case 'suspend':
        this.#suspendedAt = now;
        return;
      case 'lapse':
        return surroundings.lapse(this, effect.sessionId);
      default:
        return;
    }
  }

  #answered(asker: number, admission: Extract<Effect<Session, Event>, { kind: 'answer' }>['admission']): void {
    const asking = this.#asks.get(asker);
    if (asking === undefined) throw new Violation('I2', `${this.id} answers twice`);
    this.#asks.delete(asker);
    this.world.answers[admission.kind] += 1;
    if (admission.kind === 'live') this.#admitted(asking, admission.session);
    else if (admission.kind === 'unknown') this.#refused(asking);
  }

  #refused({ id, alive }: Asking): void {
    const wrongly = alive && !this.misled.has(id) && this.world.isSurelyLive(id);
    if (wrongly) throw new Violation('I2', `${this.id} refuses ${id}, which is live`);
  }

  #admitted(asking: Asking, session: Session): void {
    const { id } = session;
    if (asking.gone) throw new Violation('I7', `${this.id} admits ${asking.socketId ?? ''}, which has gone`);
    if (versionOf(session) < (this.versions.get(id) ?? 0)) throw new Violation('I4', `${this.id} admits ${id} as it was before an event that it heard`);
    this.world.oracle.admitted(this, id, asking.socketId ?? 'as asked');
    if (asking.socketId !== null) this.sockets.set(asking.socketId, id);
    else this.world.activity(this, id);
  }

  #dismiss(sockets: readonly string[], now: Instant): void {
    const since = this.#suspendedAt;
    const isDue = since !== null && (now.mono - since.mono > this.told.leaseMs || now.wall - since.wall > this.told.leaseMs);
    if (!isDue || this.machine.mayAdmit(this.state, now)) throw new Violation('I2', `${this.id} closes sockets though its lease has not been gone for another`);
    for (const socketId of sockets) this.sockets.delete(socketId);
  }

  #cut(id: string, sockets: readonly string[]): void {
    if (!this.world.oracle.everEnded.has(id) && !this.misled.has(id)) throw new Violation('I2', `${this.id} closes the sockets of ${id}, which never ended`);
    this.world.surroundings.close(this, sockets);
    this.world.cuts += sockets.length;
  }

  /** By now every socket that the event ended must pass nothing for good, or until its session is read again. */
  #acknowledge(acknowledgement: Acknowledgement): void {
    const ends = new Set(this.world.endsOf(acknowledgement.eventId));
    for (const [socketId, id] of this.sockets) {
      const copy = this.state.sockets.get(socketId);
      const passesNothing = copy === undefined || copy.ended || copy.mood === 'doubted';
      if (ends.has(id) && !passesNothing && !this.#isBehind()) throw new Violation('G5', `${this.id} acknowledges ${acknowledgement.eventId}, the end of ${id}, before ${socketId} is cut`);
    }
    this.world.surroundings.acknowledge(this, acknowledgement);
  }

  #remember(events: readonly Event[]): void {
    for (const event of events) {
      if (!this.state.seen.has(event.id)) continue;
      this.heard.add(event.id);
      if (event.type === 'sessions-revoked') this.#rememberGeneration(event);
      else for (const id of this.world.endsOf(event.id)) this.knows.add(id);
      this.#rememberVersion(event);
    }
  }

  /** A generation of a history that is gone may end what was opened since: too much, never too little. */
  #rememberGeneration({ id }: Event): void {
    if (this.world.isOfLostHistory(id)) for (const session of this.world.sessions) this.misled.add(session);
    if (!this.#isBehind()) for (const session of this.world.endsOf(id)) this.knows.add(session);
  }

  #rememberVersion({ id, sessionId, version }: Event): void {
    if (version === undefined || sessionId === null || this.world.lost.has(id)) return;
    this.versions.set(sessionId, Math.max(version, this.versions.get(sessionId) ?? 0));
  }

  /** A generation that a failover lost may be reached again: until the reset, copies from the lost history look new. Nothing is confirmed for so long. */
  #isBehind(): boolean {
    return this.state.log.source === null || this.#readFrom !== this.world.primary.source;
  }

  #born(): State<Session> {
    const { leaseMs, allowsWhenStale, capacity } = this.told;
    const options = { leaseMs, allowWhenStale: allowsWhenStale, capacity, idleTimeoutMs: IDLE_TIMEOUT, expiryGraceMs: 2 * BATCH_TIME, pollTimeoutMs: Math.min(POLL_TIMEOUT, LEASE / 3) };
    return this.machine.newState<Session>(options, this.instant());
  }
}

type Asking = { readonly id: string; readonly socketId: string | null; readonly askedAt: number; alive: boolean; gone: boolean };

const versionOf = (session: Session): number => ('version' in session && typeof session.version === 'number' ? session.version : 0);
