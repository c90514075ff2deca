import { curfew, type Curfew, type Environment } from '../../../../test/support/curfew.js';
import { populate, type Inhabitant } from '../../../../test/measure/population.js';
import { requestOf, wireTo } from '../../harness/wire.js';
import { openSocket } from './socket.js';
import { eachOf, type System, type Victim } from './system.js';

export const CURFEW = 'Curfew';

/** Two apis and two gateways, with everything as it is by default: each end is committed with its event, confirmed by all four, and proved by a receipt. */
export async function startCurfew(env: Environment = {}): Promise<System & { readonly fleet: Curfew }> {
  const fleet = await curfew(env, { apis: 2, gateways: 2, workers: 0 });
  const { apis: [api, other = api], gateways, database } = fleet;
  const asking = (what: string, token: string, body?: object): Buffer =>
    requestOf(what, { host: new URL(api.url).host, headers: { authorization: `Bearer ${token}` }, ...(body === undefined ? {} : { body }) });
  const gatewayOf = (index: number): string => (gateways[index % gateways.length] ?? gateways[0]).url.replace('http', 'ws');
  // Two sessions each: one is logged out by the other, which has looked at its page before.
  const connect = async (people: readonly Inhabitant[]): Promise<readonly Victim[]> => {
    const page = await wireTo(api.url);
    for (const { tokens: [own = ''] } of people) await page.ask(asking('GET /v1/sessions/current', own));
    page.close();
    return eachOf(people, 32, async ({ sessionIds: [, id], tokens: [own = '', token = ''] }, index) => ({
      socket: await openSocket(gatewayOf(index), token),
      end: asking(`DELETE /v1/sessions/${id}`, own),
      current: asking('GET /v1/sessions/current', token),
    }));
  };
  return {
    fleet, pids: [...fleet.apis, ...gateways].map(({ pid }) => pid), api: api.url, other: other.url,
    open: async (count) => connect(await populate(database, count)),
    crowd: async (count) => {
      const [person] = await populate(database, 1, count + 1);
      const [own = '', ...tokens] = person?.tokens ?? [];
      const victims = await eachOf(tokens, 32, async (token, index) => ({ socket: await openSocket(gatewayOf(index), token), end: asking('DELETE /v1/sessions?except=current', own), current: asking('GET /v1/sessions/current', token) }));
      return { victims, end: asking('DELETE /v1/sessions?except=current', own) };
    },
    events: async (count) => (await populate(database, count, 1)).map(({ sessionIds: [id], tokens: [token = ''] }, index) => asking(`PATCH /v1/sessions/${id}`, token, { label: `label ${index}` })),
    close: () => Promise.resolve(),
  };
}
