import type { Logger } from '@curfew/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** A request that was answered, for the log and the metrics. */
export interface Answered {
  readonly requestId: string;
  readonly method: string;
  /** As it was asked, with its query. */
  readonly url: string;
  /** As it is written: `/v1/sessions/:id`; `none` where nothing fits. */
  readonly route: string;
  readonly status: number;
  readonly ms: number;
}

/** A request that Fastify has answered. */
export const answeredBy = ({ id, method, url, routeOptions }: FastifyRequest, { statusCode, elapsedTime }: FastifyReply): Answered => ({
  requestId: id,
  method,
  url,
  route: routeOptions.url ?? 'none',
  status: statusCode,
  ms: elapsedTime,
});

/** Logs each answer, for whoever debugs. */
export const logAnswers = (log: Logger): ((answered: Answered) => void) => ({ requestId, method, url, status, ms }) => {
  if (!log.isLevelEnabled('debug')) return;
  log.debug({ requestId, method, path: url.split('?', 1)[0], status, ms: Math.round(ms * 10) / 10 }, 'answered');
};
