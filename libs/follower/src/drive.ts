import { recall, use } from './admission.js';
import { Cuts } from './cuts.js';
import type { Effect, Input, LoadRequest, PollRequest } from './input.js';
import { STALE, type Admission, type FollowedEvent, type Known, type Miss, type Options } from './known.js';
import { step } from './machine.js';
import type { Ear, Failing, Ports } from './ports.js';
import { mayGather } from './reading.js';
import { newState, type State } from './state.js';
import type { Counts } from './status.js';

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** Runs the machine: gives it polls, reads, the doorbell and time, and carries out its effects. Decides nothing. */
export class Drive<S extends Known, E extends FollowedEvent> {
  readonly state: State<S>;
  readonly counts: Writable<Counts> = {
    polls: 0,
    pollsFailed: 0,
    loads: 0,
    loadsFailed: 0,
    resets: 0,
    lostByDoorbell: 0,
    staleRefusals: 0,
    hits: 0,
    misses: 0,
    reportsFailed: 0,
  };
  readonly #cuts: Cuts<S, E>;
  readonly #asking = new Map<number, (admission: Admission<S>) => void>();
  #askers = 0;
  #socketsClosed = 0;
  #gathering = false;
  #stopped = false;
  #timer: NodeJS.Timeout | null = null;
  #firstPoll: (() => void) | null = null;
  #deafen: (() => Promise<void>) | null = null;

  constructor(
    private readonly ports: Ports<S, E>,
    options: Options,
    private readonly pollIntervalMs: number,
  ) {
    this.state = newState<S>(options, ports.now());
    this.#cuts = new Cuts((cut) => this.#attempt(() => ports.carryOut.cut(cut)), () => ports.now().mono);
  }

  async start(): Promise<void> {
    const firstPoll = new Promise<void>((resolve) => (this.#firstPoll = resolve));
    this.#timer = setInterval(() => this.take({ kind: 'tick' }), this.pollIntervalMs);
    this.take({ kind: 'poll' });
    await Promise.all([this.#listen(), firstPoll]);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#cuts.clear();
    this.#firstPoll?.();
    for (const answer of this.#asking.values()) answer(STALE);
    this.#asking.clear();
    await this.#deafen?.();
  }

  ask(tokenHash: string, socketId: string | null): Promise<Admission<S>> {
    if (this.#stopped) return Promise.resolve(STALE);
    const asker = ++this.#askers;
    return new Promise((resolve) => {
      this.#asking.set(asker, resolve);
      this.take({ kind: 'ask', asker, tokenHash, socketId });
    });
  }

  /** What memory decides at once; counted. */
  recall(tokenHash: string): Admission<S> | Miss {
    if (this.#stopped) return STALE;
    const found = recall(this.state, tokenHash, this.ports.now());
    if (found.kind === 'live') this.counts.hits += 1;
    else if (found.kind === 'miss') this.counts.misses += 1;
    else if (found.kind === 'stale') this.counts.staleRefusals += 1;
    return found;
  }

  /** What memory admits at once, and is used by that; counted when it does. */
  use(tokenHash: string): S | undefined {
    const session = this.#stopped ? undefined : use(this.state, tokenHash, this.ports.now());
    if (session !== undefined) this.counts.hits += 1;
    return session;
  }

  applyOwn(event: E): number {
    this.#socketsClosed = 0;
    this.take({ kind: 'heard', event, via: 'own' });
    return this.#socketsClosed;
  }

  take(input: Input<S, E>): void {
    if (this.#stopped) return;
    for (const effect of step(this.state, input, this.ports.now())) this.#carryOut(effect);
    if (this.state.log.ready) this.#firstPoll?.();
    if (this.#gathering || !mayGather(this.state)) return;
    this.#gathering = true;
    setImmediate(() => {
      this.#gathering = false;
      this.take({ kind: 'gather' });
    });
  }

  #carryOut(effect: Effect<S, E>): void {
    switch (effect.kind) {
      case 'poll':
        return void this.#poll(effect.number, effect.request);
      case 'load':
        return void this.#load(effect.read, effect.request);
      case 'answer':
        return this.#answer(effect.asker, effect.admission);
      default:
        return this.#attempt(() => this.#tellProcess(effect));
    }
  }

  #attempt(act: () => void): void {
    try {
      act();
    } catch (error) {
      this.#failed(error, 'carry-out');
    }
  }

  #tellProcess(effect: Exclude<Effect<S, E>, { kind: 'poll' | 'load' | 'answer' }>): void {
    const { carryOut } = this.ports;
    switch (effect.kind) {
      case 'cut':
        return this.#cuts.add(effect);
      case 'tell':
        if (effect.via === 'log') this.counts.lostByDoorbell += 1;
        return carryOut.tell(effect.event, effect.via);
      case 'acknowledge':
        this.#socketsClosed += effect.socketsClosed;
        return carryOut.acknowledge({ eventId: effect.eventId, socketsClosed: effect.socketsClosed });
      case 'suspend':
        return carryOut.suspend();
      case 'resume':
        return carryOut.resume();
      case 'dismiss':
        return carryOut.dismiss(effect.sockets);
      case 'lapse':
        return carryOut.lapse(effect.sessionId);
      case 'reset':
        this.counts.resets += 1;
        return carryOut.reset();
    }
  }

  #answer(asker: number, admission: Admission<S>): void {
    if (admission.kind === 'stale') this.counts.staleRefusals += 1;
    this.#asking.get(asker)?.(admission);
    this.#asking.delete(asker);
  }

  async #poll(number: number, request: PollRequest): Promise<void> {
    this.counts.polls += 1;
    try {
      this.take({ kind: 'polled', number, answer: await this.ports.poll(request) });
    } catch (error) {
      this.counts.pollsFailed += 1;
      this.take({ kind: 'polled', number, answer: null });
      this.#failed(error, 'poll');
    }
  }

  async #load(read: number, request: LoadRequest): Promise<void> {
    this.counts.loads += 1;
    try {
      this.take({ kind: 'loaded', read, answer: await this.ports.load(request) });
    } catch (error) {
      this.counts.loadsFailed += 1;
      this.take({ kind: 'loaded', read, answer: null });
      this.#failed(error, 'load');
    }
  }

  /** Tries until the doorbell is heard: without it the polls alone bring the news, later. */
  async #listen(): Promise<void> {
    const ear: Ear<E> = {
      heard: (event) => this.take({ kind: 'heard', event, via: 'doorbell' }),
      listening: () => this.take({ kind: 'poll' }),
    };
    while (!this.#stopped) {
      try {
        const deafen = await this.ports.listen(ear);
        if (this.#stopped) await deafen();
        else this.#deafen = deafen;
        return;
      } catch (error) {
        this.#failed(error, 'listen');
        await new Promise((resolve) => setTimeout(resolve, this.pollIntervalMs).unref());
      }
    }
  }

  /** Reporting must not fail in its turn. */
  #failed(error: unknown, what: Failing): void {
    try {
      this.ports.carryOut.failed(error, what);
    } catch {
      this.counts.reportsFailed += 1;
    }
  }
}
