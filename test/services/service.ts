import type { IssuedApiKey, Scope } from '@curfew/contracts';
import { ask, ok, type Answer, type Method, type Question } from '../support/ask.js';
import type { Door } from '../support/curfew.js';
import type { Person } from '../support/people.js';

/** Someone's server that asks Curfew with an API key. */
export class Service {
  constructor(
    readonly api: Door,
    readonly id: string,
    readonly secret: string,
  ) {}

  /** The raw answer, whatever its status. */
  ask(what: `${Method} /${string}`, question: Question = {}): Promise<Answer> {
    return ask(this.api, what, { ...question, headers: { authorization: `Bearer ${this.secret}`, ...question.headers } });
  }

  /** The body of an answer that must be 2xx. */
  async call<T>(what: `${Method} /${string}`, body?: object): Promise<T> {
    return ok<T>(await this.ask(what, body === undefined ? {} : { body }));
  }

  /** As OAuth asks: by form. */
  form(what: `${Method} /${string}`, fields: Readonly<Record<string, string>>): Promise<Answer> {
    return this.ask(what, { headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: new URLSearchParams(fields).toString() });
  }

  /** The same key, asked of another api. */
  at(api: Door): Service {
    return new Service(api, this.id, this.secret);
  }
}

/** A service with a new key. */
export async function service(root: Person, scopes: readonly Scope[], more: object = {}): Promise<Service> {
  const { apiKey, secret } = await root.device.call<IssuedApiKey>('POST /v1/admin/api-keys', { name: 'a service', scopes, ...more });
  return new Service(root.api, apiKey.id, secret);
}
