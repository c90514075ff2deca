import { apiKey, issuedApiKey, page, type ApiKey, type IssuedApiKey, type Page, type Scope } from '@curfew/contracts';

import { adminCall, part } from '../admin-call.js';
import { nothing } from '../../api.js';

const apiKeyPage = page(apiKey);

interface NewKey {
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly expiresAt?: string;
}

export const listApiKeys = (cursor: string | null): Promise<Page<ApiKey>> =>
  adminCall('/v1/admin/api-keys', { query: { limit: 50, cursor: cursor ?? undefined }, answer: apiKeyPage });

/** Makes a key; its secret is in this answer and nowhere else. */
export const makeApiKey = (body: NewKey): Promise<IssuedApiKey> => adminCall('/v1/admin/api-keys', { method: 'POST', body, answer: issuedApiKey });

/** Ends a key: what uses it gets 401 from then on. */
export const endApiKey = (id: string): Promise<null> => adminCall(`/v1/admin/api-keys/${part(id)}`, { method: 'DELETE', answer: nothing });
