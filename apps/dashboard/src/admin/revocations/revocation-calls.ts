import {
  page,
  revocation,
  revocationAccepted,
  revocationPreview,
  type Page,
  type Revocation,
  type RevocationFilter,
  type RevocationPreview,
} from '@curfew/contracts';

import { adminCall, part } from '../admin-call.js';

const revocationPage = page(revocation);

/** What would be ended now: how many, whose, and from where. */
export const previewRevocation = (filter: RevocationFilter, everyone: boolean): Promise<RevocationPreview> =>
  adminCall('/v1/admin/revocations', {
    method: 'POST',
    // Nothing is ended, and so nothing is kept of the reason.
    body: { filter, everyone, reason: 'preview', dryRun: true },
    answer: revocationPreview,
  });

interface Asked {
  readonly filter: RevocationFilter;
  readonly everyone: boolean;
  readonly reason: string;
  /** The same one again asks for the same revocation, not for another. */
  readonly idempotencyKey: string;
}

/** Has everything that matches ended, but for the session that asks. */
export const startRevocation = async ({ idempotencyKey, ...body }: Asked): Promise<Revocation> => {
  const { revocation: started } = await adminCall('/v1/admin/revocations', { method: 'POST', body, idempotencyKey, answer: revocationAccepted });
  return started;
};

export const listRevocations = (cursor: string | null, limit: number): Promise<Page<Revocation>> =>
  adminCall('/v1/admin/revocations', { query: { limit, cursor: cursor ?? undefined }, answer: revocationPage });

/** Leaves signed in what is not ended yet. */
export const stopRevocation = (id: string): Promise<Revocation> =>
  adminCall(`/v1/admin/revocations/${part(id)}`, { method: 'DELETE', answer: revocation });
