import { Catch, NotFoundException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { CurfewError } from '@curfew/contracts';
import type { Logger } from '@curfew/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { problemAnswer, type ProblemAnswer } from './problem.js';
import type { KnownRoutes } from './known-routes.js';

/** Answers whatever is thrown as problem+json. What was not thrown on purpose goes to the log with the request's id, never into the answer. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(
    private readonly routes: KnownRoutes,
    private readonly log: Logger,
  ) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const allowed = thrown instanceof NotFoundException ? this.routes.methodsOf(request.url) : [];
    const wrongMethod = allowed.length > 0 && !allowed.includes(request.method);
    const answer = problemAnswer(wrongMethod ? new CurfewError('method-not-allowed') : thrown, request.id);
    if (answer.status >= 500 && !(thrown instanceof CurfewError)) this.report(thrown, answer, request);
    if (wrongMethod) void reply.header('Allow', allowed.join(', '));
    send(reply, answer);
  }

  private report(thrown: unknown, { status }: ProblemAnswer, request: FastifyRequest): void {
    const level = status === 503 ? 'warn' : 'error';
    this.log[level]({ err: thrown, requestId: request.id, method: request.method, path: request.url.split('?')[0] }, 'a request could not be answered');
  }
}

/** Sends a problem in place of whatever was being answered. */
export const send = (reply: FastifyReply, { status, headers, body }: ProblemAnswer): void => {
  if (reply.sent || reply.raw.headersSent) return;
  void reply.code(status).headers(headers).serializer(JSON.stringify).send(body);
};
