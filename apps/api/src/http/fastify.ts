import type { Asking } from './asking.js';

// What a request carries on its way here.
declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks; null before the guard has said so, and on public routes. */
    asking: Asking | null;
    /** The client's address, behind trusted proxies. */
    clientAddress: string;
  }
}
