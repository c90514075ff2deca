import { randomUUID } from 'node:crypto';

import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { CurfewError, type Problem } from '@curfew/contracts';
import type { Logger } from '@curfew/platform';
import type { FastifyReply } from 'fastify';

/** Answers what is not there, and what went wrong, as problem+json (RFC 9457). */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly log: Logger) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const { code, status, title, detail } = new CurfewError(thrown instanceof HttpException && thrown.getStatus() < 500 ? 'not-found' : 'internal-error');
    const requestId = randomUUID();
    if (status >= 500) this.log.error({ err: thrown, requestId }, 'a request could not be answered');
    const body: Problem = { type: `/docs/problems#${code}`, title, status, detail, code, requestId };
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    void reply.code(status).header('Content-Type', 'application/problem+json; charset=utf-8').header('Cache-Control', 'no-store').serializer(JSON.stringify).send(body);
  }
}
