import { setTimeout as pause } from 'node:timers/promises';
import type { Receipt, SignedIn } from '@curfew/contracts';
import { newEmail } from '../support/curfew.js';
import { call, listen, type Told } from './calls.js';
import type { Entry } from './history.js';
import type { Random } from './random.js';
import type { Town } from './town.js';

/** A session as its client knows it. */
export interface Client {
  readonly session: string;
  readonly user: string;
  readonly token: string;
  /** Whether its end was asked for: it is, or may be, over. */
  state: 'live' | 'asked' | 'ended';
  /** When its end was asked for. */
  since: number;
}

interface Person {
  readonly email: string;
  readonly user: string;
  clients: Client[];
}

const password = 'correct horse battery staple';
const apis = ['api-1', 'api-2'] as const;
const gateways = ['gateway-1', 'gateway-2'] as const;

/** People who sign in, ask, connect and log each other out all the time, until they are stopped. What they see goes into the history. */
export class Fleet {
  readonly clients: Client[] = [];
  private readonly following = new Set<Promise<unknown>>();
  private stopping = false;
  private working: Promise<unknown> = Promise.resolve();
  private rootToken = '';

  constructor(
    private readonly town: Town,
    private readonly history: Entry[],
    private readonly random: Random,
    private readonly justMs: number,
  ) {}

  async start({ people, askers, listeners }: { readonly people: number; /** Of each api. */ readonly askers: number; readonly listeners: number }): Promise<void> {
    await this.signRootIn();
    this.working = Promise.all([
      ...Array.from({ length: people }, () => this.again(() => this.live())),
      // As many for each: who hangs on one that is cut off keeps nobody from asking the other.
      ...apis.flatMap((api) => Array.from({ length: askers }, () => this.again(() => this.askOnce(this.anyone(), api).then(() => this.rest(60, 200))))),
      ...Array.from({ length: listeners }, () => this.again(() => this.listenOnce(this.anyone(), this.random.of(gateways), this.random.between(300, 5_000)).then(() => this.rest(20, 80)))),
    ]);
  }

  /** Once more where everyone was signed out. */
  async signRootIn(): Promise<void> {
    const signedIn = await this.until(async () => {
      const answer = await call(this.town.url('api-1'), 'POST /v1/sessions', { body: { ...this.town.root, delivery: 'token' } });
      return answer?.status === 201 ? answer : undefined;
    });
    this.rootToken = (signedIn.body as SignedIn).token ?? '';
  }

  async stop(): Promise<void> {
    this.stopping = true;
    await this.working;
    await Promise.all(this.following);
  }

  /** Asks everywhere about each of these clients until it is told yes or no: nobody may be unsure when all faults are over. */
  async askEverywhere(clients: readonly Client[]): Promise<void> {
    const rest = [...clients];
    const one = async (): Promise<void> => {
      for (let client = rest.pop(); client !== undefined; client = rest.pop()) {
        for (const api of apis) await this.until(() => this.askOnce(client, api));
        for (const gateway of gateways) await this.until(() => this.listenOnce(client, gateway, 0));
      }
    };
    await Promise.all(Array.from({ length: 10 }, one));
  }

  /** One person's life, until an end that they asked for is not answered: what it may still end must not be mixed up with what comes later, so another takes over. */
  private async live(): Promise<void> {
    const person = await this.signUp();
    if (person === undefined) return;
    while (!this.stopping) {
      await this.rest(150, 700);
      const living = person.clients.filter(({ state }) => state === 'live');
      if (living.length < 2 || (living.length < 5 && this.random.next() < 0.45)) {
        if (!(await this.signIn(person))) return;
      } else if (!(await this.end(person, living))) return;
    }
  }

  private async signUp(): Promise<Person | undefined> {
    const email = newEmail('ada');
    const answer = await call(this.town.url(this.random.of(apis)), 'POST /v1/users', { body: { email, password, delivery: 'token' }, withinMs: 5_000 });
    if (answer?.status !== 201) return void (await this.rest(200, 500));
    const person: Person = { email, user: (answer.body as SignedIn).user.id, clients: [] };
    this.welcome(person, answer);
    return person;
  }

  /** False where nobody knows this account (any more). */
  private async signIn(person: Person): Promise<boolean> {
    const answer = await call(this.town.url(this.random.of(apis)), 'POST /v1/sessions', { body: { email: person.email, password, delivery: 'token' }, withinMs: 5_000 });
    if (answer?.status === 201) this.welcome(person, answer);
    return answer?.status !== 401;
  }

  private welcome(person: Person, { body, to }: Told): void {
    const { session, token = '' } = body as SignedIn;
    const client: Client = { session: session.id, user: person.user, token, state: 'live', since: Infinity };
    person.clients.push(client);
    this.clients.push(client);
    this.history.push({ kind: 'opened', session: session.id, user: person.user, at: to });
  }

  private async end(person: Person, living: readonly Client[]): Promise<boolean> {
    const [by, one] = this.random.shuffled(living);
    if (by === undefined || one === undefined) return true;
    const choices: readonly Ending[] = [
      { by: 'user', what: `DELETE /v1/sessions/${one.session}`, token: by.token, whom: [one] },
      { by: 'user', what: 'DELETE /v1/sessions/current', token: by.token, whom: [by] },
      { by: 'user', what: 'DELETE /v1/sessions?except=current', token: by.token, whom: person.clients.filter((each) => each !== by && each.state !== 'ended') },
      { by: 'user', what: 'DELETE /v1/sessions', token: by.token, whom: person.clients.filter(({ state }) => state !== 'ended') },
      { by: 'administrator', what: `DELETE /v1/admin/sessions/${one.session}`, token: this.rootToken, whom: [one] },
      { by: 'administrator', what: `DELETE /v1/admin/users/${person.user}/sessions`, token: this.rootToken, whom: person.clients.filter(({ state }) => state !== 'ended') },
    ];
    return this.carryOut(this.random.of([...choices, ...choices.slice(0, 1), ...choices.slice(4, 5)]), person);
  }

  private async carryOut({ by, what, token, whom }: Ending, person: Person): Promise<boolean> {
    const asked = performance.now();
    for (const client of whom) Object.assign(client, { state: 'asked', since: asked });
    const answer = await call(this.town.url(this.random.of(apis)), what, { token });
    const done = answer?.status === 200;
    for (const client of whom) {
      if (done) client.state = 'ended';
      this.history.push({ kind: 'asked-to-end', session: client.session, by, asked, answered: done ? answer.to : null });
    }
    if (done) this.receipt((answer.body as { readonly receipt: Receipt }).receipt, answer.to, whom);
    person.clients = person.clients.filter(({ state }) => state !== 'ended');
    // 401 or 503 changed nothing; without an answer nobody knows what it still will.
    return answer !== undefined && answer.status < 500;
  }

  private receipt({ confirmed }: Receipt, at: number, whom: readonly Client[]): void {
    if (confirmed) for (const { session } of whom) this.history.push({ kind: 'confirmed', session, at });
    const [one] = whom;
    if (confirmed || one === undefined || whom.length > 1) return;
    // Asked again, it waits to be confirmed.
    const again = call(this.town.url(this.random.of(apis)), `DELETE /v1/admin/sessions/${one.session}?wait=2000`, { token: this.rootToken, withinMs: 6_000 }).then((answer) => {
      const later = (answer?.body as { readonly receipt?: Receipt } | undefined)?.receipt;
      if (answer !== undefined && later?.confirmed) this.history.push({ kind: 'confirmed', session: one.session, at: answer.to });
    });
    this.following.add(again);
    void again.finally(() => this.following.delete(again));
  }

  private async askOnce(client: Client | undefined, consumer: (typeof apis)[number]): Promise<boolean> {
    if (client === undefined) return false;
    const answer = await call(this.town.url(consumer), 'GET /v1/sessions/current', { token: client.token, withinMs: 1_500 });
    if (answer?.status !== 200 && answer?.status !== 401) return false;
    const { from, to } = answer;
    this.history.push(answer.status === 200 ? { kind: 'admitted', session: client.session, consumer, via: 'request', from, to } : { kind: 'refused', session: client.session, consumer, from, to });
    return true;
  }

  private async listenOnce(client: Client | undefined, consumer: (typeof gateways)[number], forMs: number): Promise<boolean> {
    if (client === undefined) return false;
    const { session, token } = client;
    let decided = false;
    const note = (entry: Entry): void => void (decided = this.history.push(entry) > 0);
    await listen({ url: this.town.url(consumer), token, sessionId: session, forMs }, {
      admitted: (from, to) => note({ kind: 'admitted', session, consumer, via: 'handshake', from, to }),
      refused: (from, to) => note({ kind: 'refused', session, consumer, from, to }),
      heard: (_, from, to) => note({ kind: 'admitted', session, consumer, via: 'packet', from, to }),
      over: (to) => note({ kind: 'refused', session, consumer, from: to, to }),
    });
    return decided;
  }

  /** Of the living, and of those who should be gone; mostly of those who have just gone, as only of them a mistake may still be made. */
  private anyone(): Client | undefined {
    const recent = this.clients.slice(-150);
    const just = performance.now() - this.justMs;
    const chance = this.random.next();
    const from = recent.filter(({ state, since }) => (chance < 0.4 ? state === 'live' : chance < 0.9 ? state !== 'live' && since > just : state !== 'live'));
    return from.length === 0 ? undefined : this.random.of(from);
  }

  private async again(work: () => Promise<unknown>): Promise<void> {
    while (!this.stopping) await work();
  }

  private async until<T>(look: () => Promise<T>, withinMs = 30_000): Promise<NonNullable<T>> {
    const end = performance.now() + withinMs;
    for (;;) {
      const seen = await look();
      if (seen !== undefined && seen !== null && seen !== false) return seen;
      if (performance.now() > end) throw new Error(`nobody could say within ${withinMs} ms, though every fault is over`);
      await pause(100);
    }
  }

  private rest(low: number, high: number): Promise<void> {
    return this.stopping ? Promise.resolve() : pause(this.random.between(low, high));
  }
}

interface Ending {
  readonly by: string;
  readonly what: string;
  readonly token: string;
  readonly whom: readonly Client[];
}
