import { tokenIn, type CredentialOptions, type Headers } from './credentials.js';
import type { Guard } from './guard.js';
import { hold } from './holders.js';
import { refusalFor } from './refusal.js';

export { sessionOf } from './holders.js';

type Request = { readonly headers: Headers };
type Response = { writeHead(status: number, headers: Readonly<Record<string, string>>): unknown; end(body: string): unknown };

/**
 * Middleware for Express, Connect or anything of their shape: what follows it sees signed-in requests alone, and `sessionOf(request)` says whose.
 * Others are answered 401, or 503 while it cannot be known.
 */
export function curfew(guard: Pick<Guard, 'check'>, options: CredentialOptions = {}) {
  return async (request: Request, response: Response, next: (error?: unknown) => void): Promise<void> => {
    const checked = await guard.check(tokenIn(request.headers, options));
    if (checked.active) {
      hold(request, checked);
      return next();
    }
    const { status, headers, body } = refusalFor(checked.reason);
    response.writeHead(status, headers);
    response.end(JSON.stringify(body));
    return undefined;
  };
}
