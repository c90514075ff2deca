import { tokenIn, type CredentialOptions, type Headers } from './credentials.js';
import type { Guard } from './guard.js';
import { hold } from './holders.js';
import { refusalFor } from './refusal.js';

export { sessionOf } from './holders.js';

type Request = { readonly headers: Headers; readonly routeOptions: { readonly config?: object } };
type Reply = { code(status: number): Reply; headers(headers: Readonly<Record<string, string>>): Reply; send(body: unknown): unknown };
type Hook = (request: Request, reply: Reply) => Promise<unknown>;
type App = { addHook(name: 'onRequest', hook: Hook): unknown };

export type FastifyOptions = CredentialOptions & { readonly guard: Pick<Guard, 'check'> };

/**
 * A plugin: `app.register(curfew, { guard })`. Every route that is registered beside or below it needs a signed-in request, but those whose `config`
 * says `{ curfew: false }`; `sessionOf(request)` says whose it is. Others are answered 401, or 503 while it cannot be known.
 */
export const curfew = Object.assign(
  async (app: App, { guard, ...options }: FastifyOptions): Promise<void> => {
    app.addHook('onRequest', async (request, reply) => {
      const { config } = request.routeOptions;
      if (config !== undefined && 'curfew' in config && config.curfew === false) return undefined;
      const checked = await guard.check(tokenIn(request.headers, options));
      if (!checked.active) {
        const { status, headers, body } = refusalFor(checked.reason);
        return reply.code(status).headers(headers).send(body);
      }
      hold(request, checked);
      return undefined;
    });
  },
  // Fastify keeps a plugin's hooks to itself unless it says so (what fastify-plugin does).
  { [Symbol.for('skip-override')]: true, [Symbol.for('fastify.display-name')]: 'curfew' },
);
