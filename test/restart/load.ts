import { setTimeout as pause } from 'node:timers/promises';
import type { Receipt, SignedIn } from '@curfew/contracts';
import type { Entry } from '../faults/history.js';
import { Random } from '../faults/random.js';
import { ask, type Answer, type Method } from '../support/ask.js';
import { newEmail } from '../support/curfew.js';
import { password } from '../support/people.js';
import { servedBy, type Balancer } from './balancer.js';
import { Listener } from './listener.js';

interface Client {
  readonly session: string;
  readonly token: string;
  readonly listener: Listener;
}

/** A session that was ended: when that was answered, whether its listener was connected then, and the receipt. */
export interface Ended extends Client {
  readonly answered: number;
  readonly wasConnected: boolean;
  readonly receipt: Receipt;
}

/** People who sign in, ask, change, connect and log each other out by the balancers, until they are stopped. */
export class Load {
  readonly history: Entry[] = [];
  readonly ended: Ended[] = [];
  /** Every answer that should have been another: none may be. */
  readonly failures: string[] = [];
  readonly listeners: Listener[] = [];
  requests = 0;
  private stopping = false;
  private working: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly doors: { readonly api: Balancer; readonly gateway: Balancer },
    private readonly random: Random,
  ) {}

  start({ people, askers }: { readonly people: number; /** For each of them. */ readonly askers: number }): void {
    this.working = Promise.all(Array.from({ length: people }, () => this.live(askers)));
  }

  async stop(): Promise<void> {
    this.stopping = true;
    await this.working;
  }

  /** One person, who does one thing after the other, while several of their devices ask. */
  private async live(askers: number): Promise<void> {
    const email = newEmail('ada');
    const clients = [this.welcome(await this.ask('POST /v1/users', 201, { body: { email, password, delivery: 'token' } }))];
    const asking = Promise.all(Array.from({ length: askers }, () => this.inquire(clients)));
    while (!this.stopping) {
      const chance = this.random.next();
      const [by, one] = this.random.shuffled(clients);
      if (clients.length < 3 || by === undefined || one === undefined) clients.push(this.welcome(await this.ask('POST /v1/sessions', 201, { body: { email, password, delivery: 'token' } })));
      else if (chance < 0.4) await this.ask(`PATCH /v1/sessions/${one.session}`, 200, { token: by.token, body: { label: `label ${this.requests}` } });
      else if (chance < 0.9) await this.end({ by, what: `DELETE /v1/sessions/${one.session}`, whom: [one], clients });
      else await this.end({ by, what: 'DELETE /v1/sessions?except=current', whom: clients.filter((each) => each !== by), clients });
      await pause(this.random.between(20, 200));
    }
    await asking;
  }

  private async end({ by, what, whom, clients }: { readonly by: Client; readonly what: `DELETE /${string}`; readonly whom: readonly Client[]; readonly clients: Client[] }): Promise<void> {
    const asked = performance.now();
    clients.splice(0, clients.length, ...clients.filter((each) => !whom.includes(each)));
    const entries = whom.map(({ session }) => ({ kind: 'asked-to-end' as const, session, by: 'user', asked, answered: null as number | null }));
    this.history.push(...entries);
    const answer = await this.ask(what, 200, { token: by.token });
    const answered = performance.now();
    const { receipt } = answer.body as { readonly receipt: Receipt };
    for (const entry of entries) entry.answered = answered;
    for (const client of whom) {
      this.ended.push({ ...client, answered, wasConnected: client.listener.connected, receipt });
      if (receipt.confirmed) this.history.push({ kind: 'confirmed', session: client.session, at: answered });
    }
  }

  /** Asks for one of the living, and of those that have just gone: what it is told goes into the history, whose checker knows what it may be. */
  private async inquire(clients: readonly Client[]): Promise<void> {
    while (!this.stopping) {
      const client = this.random.next() < 0.6 ? clients.at(-1) : this.ended.at(-1);
      await pause(this.random.between(5, 60));
      if (client === undefined) continue;
      const from = performance.now();
      const { status, headers } = await this.ask('GET /v1/sessions/current', [200, 401], { token: client.token });
      const seen = { session: client.session, consumer: String(headers[servedBy]), from, to: performance.now() };
      if (status === 200) this.history.push({ kind: 'admitted', via: 'request', ...seen });
      if (status === 401) this.history.push({ kind: 'refused', ...seen });
    }
  }

  private async ask(what: `${Method} /${string}`, expected: number | readonly number[], { token, body }: { readonly token?: string; readonly body?: object } = {}): Promise<Answer> {
    this.requests += 1;
    const answer = await ask(this.doors.api, what, { headers: token === undefined ? {} : { authorization: `Bearer ${token}` }, ...(body === undefined ? {} : { body }) }).catch(
      (error: unknown): Answer => ({ status: 0, headers: {}, body: String(error) }),
    );
    if (![expected].flat().includes(answer.status)) this.failures.push(`${what}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer;
  }

  private welcome({ body }: Answer): Client {
    const { session: { id: session }, user, token = '' } = body as SignedIn;
    this.history.push({ kind: 'opened', session, user: user.id, at: performance.now() });
    const listener = new Listener(this.doors.gateway.url, { session, token }, this.history);
    this.listeners.push(listener);
    return { session, token, listener };
  }
}
