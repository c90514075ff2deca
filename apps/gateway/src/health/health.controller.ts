import { Controller, Get, Header, Inject, Res } from '@nestjs/common';
import type { Health, HealthReport } from '@curfew/platform';
import type { FastifyReply } from 'fastify';

export const HEALTH = Symbol('the health of this process');

/** Open to all: whether the process runs, and whether it can do its work. */
@Controller('health')
export class HealthController {
  constructor(@Inject(HEALTH) private readonly health: Health) {}

  @Get('live')
  @Header('Cache-Control', 'no-store')
  live(): HealthReport {
    return this.health.live();
  }

  /** 503 says which part is down. */
  @Get('ready')
  @Header('Cache-Control', 'no-store')
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<HealthReport> {
    const report = await this.health.ready();
    if (report.status !== 'ok') void reply.code(503);
    return report;
  }
}
