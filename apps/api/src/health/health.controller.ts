import { Controller, Get, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { HealthReport } from '@curfew/platform';
import type { FastifyReply } from 'fastify';

import { AnswersHealth } from '../documentation/answers.js';
import { Public } from '../http/access.js';
import { Parts } from '../parts.js';

@ApiTags('Health')
@Public()
@Controller('health')
export class HealthController {
  constructor(private readonly parts: Parts) {}

  @Get('live')
  @AnswersHealth('The process runs.')
  live(): HealthReport {
    return this.parts.health.live();
  }

  @Get('ready')
  @AnswersHealth('Everything that it needs works; 503 says which part does not.')
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<HealthReport> {
    const report = await this.parts.health.ready();
    void reply.code(report.status === 'ok' ? 200 : 503);
    return report;
  }
}
