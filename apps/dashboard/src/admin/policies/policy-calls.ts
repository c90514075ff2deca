import { policy, type Policy, type PolicyPatch } from '@curfew/contracts';

import { adminCall } from '../admin-call.js';

export const readPolicy = (): Promise<Policy> => adminCall('/v1/admin/policy', { answer: policy });

/** Changes the rules of a role; `dryRun` only says how many live sessions that would end. */
export const changePolicy = (body: PolicyPatch): Promise<Policy> => adminCall('/v1/admin/policy', { method: 'PUT', body, answer: policy });
