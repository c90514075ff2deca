import { Counter, type Registry } from 'prom-client';

import type { Answered } from './answered.js';
import { Durations } from './durations.js';

/** Counts and times each answer by its route as it is written (`/v1/sessions/:id`), never by what was asked for: that has no bounds. */
export const measureRequests = (registry: Registry): ((answered: Answered) => void) => {
  const seconds = new Durations({
    name: 'curfew_http_request_seconds',
    help: 'How long answers took, by method, route and status.',
    bounds: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
  }, registry);
  const refused = new Counter({
    name: 'curfew_admissions_refused_total',
    help: 'Requests that were turned away for what they are not, by reason.',
    labelNames: ['reason'],
    registers: [registry],
  });
  return (answered) => {
    const reason = refusals[answered.status];
    if (reason !== undefined) refused.inc({ reason });
    seconds.note(answered, answered.ms / 1000);
  };
};

// `unavailable`: without a lease nobody can say whether a session is live.
const refusals: Readonly<Record<number, string>> = { 401: 'unauthenticated', 403: 'forbidden', 429: 'too-many-requests', 503: 'unavailable' };
