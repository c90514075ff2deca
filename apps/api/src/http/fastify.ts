import type { AdmittedKey } from '@curfew/accounts';

import type { Asking } from './asking.js';

// What a request carries on its way here.
declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks; null before the guard has said so, and on public routes. */
    asking: Asking | null;
    /** The API key that asks; null but on routes for services. */
    apiKey: AdmittedKey | null;
    /** The client's address, behind trusted proxies. */
    clientAddress: string;
    /** What of it may be written down (IP_PRIVACY). */
    keptAddress: string;
  }
}
