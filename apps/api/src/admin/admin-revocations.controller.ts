import { Body, Controller, Delete, Get, Param, Post, Query, Res } from '@nestjs/common';
import { ApiHeader, ApiResponse } from '@nestjs/swagger';
import {
  CurfewError,
  id,
  idempotencyKey,
  page,
  revocation,
  revocationAccepted,
  revocationPreview,
  revocationQuery,
  revocationRequest,
  type Page,
  type Revocation,
  type RevocationAccepted,
  type RevocationPreview,
  type RevocationQuery,
  type RevocationRequest,
} from '@curfew/contracts';
import type { FastifyReply } from 'fastify';

import { Answers } from '../documentation/answers.js';
import { Administrators } from '../http/access.js';
import { Ask, asAdministrator, type Asking } from '../http/asking.js';
import { Parts } from '../parts.js';

@Administrators()
@Controller('v1/admin/revocations')
export class AdminRevocationsController {
  constructor(private readonly parts: Parts) {}

  @Post()
  @Answers(202, revocationAccepted, 'Ends every session that matches and was opened before, but for the one that asks. With `dryRun` it only counts them.')
  @ApiResponse({ status: 200, description: 'With `dryRun`: what would be ended.', standardSchema: revocationPreview })
  @ApiHeader({ name: 'Idempotency-Key', required: false, description: 'Sent again within 24 hours, the same key answers the same revocation.' })
  async begin(@Body({ schema: revocationRequest }) request: RevocationRequest, @Ask() asking: Asking, @Res() reply: FastifyReply): Promise<void> {
    const key = keyOf(reply.request.headers['idempotency-key']);
    if (request.dryRun === true) return void (await reply.status(200).send((await this.parts.revocations.preview(request, asking.sessionId)) satisfies RevocationPreview));
    const noted = await this.parts.revocations.request(request, { ...asAdministrator(asking, request.reason), currentId: asking.sessionId, key });
    this.parts.hurryRevocation(noted.id);
    await reply.status(202).send({ revocation: noted } satisfies RevocationAccepted);
  }

  @Get()
  @Answers(200, page(revocation), 'Bulk revocations, the newest first.')
  list(@Query({ schema: revocationQuery }) query: RevocationQuery): Promise<Page<Revocation>> {
    return this.parts.revocations.list(query);
  }

  @Get(':id')
  @Answers(200, revocation, 'How far a bulk revocation is; at its end with its receipt.')
  get(@Param('id', { schema: id }) which: string): Promise<Revocation> {
    return this.parts.revocations.get(which);
  }

  @Delete(':id')
  @Answers(200, revocation, 'Cancels what is left of a bulk revocation: what it has ended stays ended. One that is finished is answered as it is.')
  cancel(@Param('id', { schema: id }) which: string): Promise<Revocation> {
    return this.parts.revocations.cancel(which);
  }
}

const keyOf = (given: string | readonly string[] | undefined): string | undefined => {
  const parsed = idempotencyKey.optional().safeParse(given);
  if (parsed.success) return parsed.data;
  throw new CurfewError('invalid-request', { errors: parsed.error.issues.map(({ message }) => ({ path: 'Idempotency-Key', message })) });
};
