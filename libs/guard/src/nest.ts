import { createParamDecorator, HttpException, type CanActivate, type ExecutionContext, type OnApplicationShutdown } from '@nestjs/common';
import { tokenIn, type CredentialOptions, type Headers } from './credentials.js';
import type { Guard } from './guard.js';
import { heldBy, hold, sessionOf } from './holders.js';
import { refusalFor } from './refusal.js';

/**
 * A Nest guard for HTTP, best given to the whole app: `{ provide: APP_GUARD, useValue: new CurfewGuard(guard) }`. Routes need a signed-in request
 * unless they are `@Unguarded()`. Messages of sockets pass only when `curfew(io, guard)` of `@curfew/guard/socket.io` has let the socket in. The guard is closed with the app.
 */
export class CurfewGuard implements CanActivate, OnApplicationShutdown {
  constructor(
    private readonly guard: Pick<Guard, 'check' | 'close'>,
    private readonly options: CredentialOptions = {},
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (unguarded.has(context.getHandler()) || unguarded.has(context.getClass())) return true;
    if (context.getType() === 'ws') return heldBy(context.switchToWs().getClient<object>()) !== undefined;
    const request = context.switchToHttp().getRequest<{ readonly headers: Headers }>();
    const checked = await this.guard.check(tokenIn(request.headers, this.options));
    if (!checked.active) {
      const { status, headers, body } = refusalFor(checked.reason);
      const response = context.switchToHttp().getResponse<{ header?(name: string, value: string): unknown }>();
      for (const [name, value] of Object.entries(headers)) response.header?.(name, value);
      throw new HttpException(body, status);
    }
    hold(request, checked);
    return true;
  }

  onApplicationShutdown(): Promise<void> {
    return this.guard.close();
  }
}

/** Of a parameter: whose session the request is of. */
export const CurfewSession = createParamDecorator((_: unknown, context: ExecutionContext) =>
  sessionOf(context.getType() === 'ws' ? context.switchToWs().getClient<object>() : context.switchToHttp().getRequest<object>()),
);

/** Of a route or a whole controller: anyone may ask it. */
export const Unguarded =
  () =>
  (target: object, _key?: string | symbol, descriptor?: { readonly value?: unknown }): void => {
    const marked = descriptor?.value;
    unguarded.add(typeof marked === 'function' ? marked : target);
  };

const unguarded = new WeakSet<object>();
