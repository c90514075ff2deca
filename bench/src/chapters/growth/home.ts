import { curfew, type Curfew } from '../../../../test/support/curfew.js';
import { administrator, type Person } from '../../../../test/support/people.js';
import { askKept } from '../../../../test/measure/asking.js';

/** The Curfew that grows, and its administrator. */
export interface Home extends Curfew {
  readonly administrator: Person;
  /** The administrator's token. */
  readonly root: string;
}

/** Without a worker nothing is filled in behind the back of what is measured. */
export async function startHome({ workers }: { readonly workers: number }): Promise<Home> {
  const fleet = await curfew({}, { gateways: 1, workers });
  const root = await administrator(fleet.apis[0]);
  return { ...fleet, administrator: root, root: root.device.token };
}

/** An answer that must be good, and how long it took to come. */
export async function timed<T>({ apis: [api] }: Home, what: string, asked: { readonly token: string; readonly body?: object }): Promise<{ readonly ms: number; readonly body: T }> {
  const sent = performance.now();
  const { at, body, status } = await askKept<T>(api, what, asked);
  if (status >= 300) throw new Error(`${what} was answered with ${status}: ${JSON.stringify(body)}`);
  return { ms: at - sent, body };
}
