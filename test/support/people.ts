import type { SignedIn, User } from '@curfew/contracts';
import { ask, cookieOf, ok, type Answer } from './ask.js';
import { newEmail, type Door } from './curfew.js';
import { setUpSecret } from './database.js';
import { Device } from './device.js';

/** Someone with an account: where, and the password that they signed up with. */
export interface Person {
  readonly api: Door;
  readonly user: User;
  readonly email: string;
  readonly password: string;
  /** The device that they signed up from, which is signed in. */
  readonly device: Device;
}

export const password = 'correct horse battery staple';

/** Makes an account; it is signed in from its first device. */
export async function signedUp(api: Door, name = 'ada'): Promise<Person> {
  const email = newEmail(name);
  const answer = await ask(api, 'POST /v1/users', { body: { email, password, name, delivery: 'token' } });
  return { api, email, password, user: ok<SignedIn>(answer).user, device: device(api, answer, 'token') };
}

/** Signs in from one more device. */
export async function signedIn(person: Person, delivery: 'token' | 'cookie' = 'token', api: Door = person.api): Promise<Device> {
  const answer = await ask(api, 'POST /v1/sessions', { body: { email: person.email, password: person.password, delivery } });
  return device(api, answer, delivery);
}

/** The first administrator of this file's Curfew, by the set-up link, which works once. */
export async function administrator(api: Door): Promise<Person> {
  const email = newEmail('root');
  const answer = await ask(api, 'POST /v1/set-up', { body: { secret: setUpSecret(), email, password, delivery: 'token' } });
  return { api, email, password, user: ok<SignedIn>(answer).user, device: device(api, answer, 'token') };
}

function device(api: Door, answer: Answer, delivery: 'token' | 'cookie'): Device {
  const { user, session, token } = ok<SignedIn>(answer);
  const secret = delivery === 'token' ? token : cookieOf(answer)?.value;
  if (secret === undefined) throw new Error(`signing in gave no ${delivery}`);
  return new Device({ api, user, session, token: secret, delivery });
}
