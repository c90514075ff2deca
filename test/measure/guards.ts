import type { Guard } from '@curfew/guard';
import type { Curfew } from '../support/curfew.js';
import { eventually } from '../support/eventually.js';
import { administrator, signedIn, signedUp, type Person } from '../support/people.js';
import { guardKey, guardOf } from '../guard/fleet.js';
import type { Row } from './table.js';

/** From the moment at which somebody asks to log a session out until each guard refuses it, and has told its socket to close: the commit lies between. */
export async function* measureGuards({ apis }: Curfew, { counts, samples }: { readonly counts: readonly number[]; readonly samples: number }): AsyncGenerator<Row> {
  const [api, other = api] = apis;
  const key = await guardKey(await administrator(api));
  const ada = await signedUp(api);
  for (const count of counts) {
    const guards = Array.from({ length: count }, (_, index) => guardOf(index % 2 === 0 ? api.url : other.url, key));
    await Promise.all(guards.map((guard) => guard.ready()));
    await eventually(() => guards.every((guard) => guard.status().listening), 60_000);
    const rows = { refused: [] as number[], closed: [] as number[], answered: [] as number[] };
    for (let sample = 0; sample < samples; sample += 1) await measureOne(ada, guards, rows);
    yield { what: `${count} guards: asked → refused`, values: rows.refused };
    yield { what: `${count} guards: asked → told to close`, values: rows.closed };
    yield { what: `${count} guards: asked → answered, confirmed`, values: rows.answered, note: 'all guards, apis and gateways have confirmed' };
    await Promise.all(guards.map((guard) => guard.close()));
  }
}

type Rows = { readonly refused: number[]; readonly closed: number[]; readonly answered: number[] };

async function measureOne(ada: Person, guards: readonly Guard[], rows: Rows): Promise<void> {
  const phone = await signedIn(ada);
  let began = 0;
  const [refused, closed]: [number[], number[]] = [[], []];
  const stops = guards.map((guard) => guard.on('ended', ({ sessionId }) => sessionId === phone.session.id && refused.push(performance.now() - began)));
  const attached = await Promise.all(guards.map((guard) => guard.attach(phone.token, () => closed.push(performance.now() - began))));
  began = performance.now();
  const { receipt } = await ada.device.call<{ receipt: { confirmed: boolean } }>(`DELETE /v1/sessions/${phone.session.id}?wait=10000`);
  const answered = performance.now() - began;
  await eventually(() => refused.length === guards.length && closed.length === guards.length, 60_000);
  for (const stop of stops) stop();
  for (const each of attached) if (each.active) each.detach();
  rows.refused.push(...refused);
  rows.closed.push(...closed);
  if (receipt.confirmed) rows.answered.push(answered);
}
