import { CurfewError } from '@curfew/contracts';
import type { FastifyRequest } from 'fastify';

import { credentialsOf } from '../http/credentials.js';
import type { Parts } from '../parts.js';

/** The rows of a long answer, page by page, for as long as the one who asks is signed in and an administrator: else it breaks off. */
export async function* whileAdministrator<Row>({ sessions, cookie }: Parts, { headers }: FastifyRequest, pages: AsyncIterable<readonly Row[]>): AsyncGenerator<Row, void> {
  const credentials = credentialsOf(headers, cookie.name);
  for await (const page of pages) {
    const admission = typeof credentials === 'string' ? undefined : await sessions.authenticate(credentials.token);
    if (admission?.kind !== 'live' || admission.session.role !== 'admin') throw new CurfewError('forbidden');
    yield* page;
  }
}
