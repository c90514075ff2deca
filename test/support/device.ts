import type { Ended, EndedMany, Page, Session, User } from '@curfew/contracts';
import { ask, ok, type Answer, type Method, type Question } from './ask.js';
import type { Door } from './curfew.js';

/** Something that a user is signed in from: it holds the session's token, or the cookie as a browser does. */
export class Device {
  readonly api: Door;
  readonly user: User;
  readonly session: Session;
  readonly token: string;
  readonly delivery: 'token' | 'cookie';

  constructor({ api, user, session, token, delivery }: Pick<Device, 'api' | 'user' | 'session' | 'token' | 'delivery'>) {
    this.api = api;
    this.user = user;
    this.session = session;
    this.token = token;
    this.delivery = delivery;
  }

  /** The raw answer, whatever its status. */
  ask(what: `${Method} /${string}`, question: Question = {}): Promise<Answer> {
    return ask(this.api, what, { ...question, headers: { ...this.credentials(), ...question.headers } });
  }

  /** The body of an answer that must be 2xx. */
  async call<T>(what: `${Method} /${string}`, body?: object): Promise<T> {
    return ok<T>(await this.ask(what, body === undefined ? {} : { body }));
  }

  /** The same session, asked of another api. */
  at(api: Door): Device {
    return new Device({ api, user: this.user, session: this.session, token: this.token, delivery: this.delivery });
  }

  /** Ends another device of the account, or with none given this one by its own id. */
  logOut(other: Device = this): Promise<Ended> {
    return this.call(`DELETE /v1/sessions/${other.session.id}`);
  }

  logOutOthers(): Promise<EndedMany> {
    return this.call('DELETE /v1/sessions?except=current');
  }

  sessions(query = ''): Promise<Page<Session>> {
    return this.call(`GET /v1/sessions${query}`);
  }

  /** The status of a request that only a live session may make: 200, or 401 once it is over. */
  async admitted(): Promise<number> {
    return (await this.ask('GET /v1/sessions/current')).status;
  }

  /** How it says who it is: to the api by header, to the gateway by handshake. */
  credentials(): Readonly<Record<string, string>> {
    return this.delivery === 'token'
      ? { authorization: `Bearer ${this.token}` }
      : { cookie: `curfew=${this.token}`, origin: this.api.origin };
  }
}
