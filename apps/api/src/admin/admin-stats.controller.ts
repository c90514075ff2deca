import { Controller, Get } from '@nestjs/common';
import { stats, type Stats } from '@curfew/contracts';

import { Answers } from '../documentation/answers.js';
import { Administrators } from '../http/access.js';
import { Parts } from '../parts.js';

@Administrators()
@Controller('v1/admin/stats')
export class AdminStatsController {
  constructor(private readonly parts: Parts) {}

  @Get()
  @Answers(200, stats, 'How many sessions are live and online, of what kind and where from, sign-ins and ends by the hour, and the last canary; counted some seconds ago.')
  read(): Promise<Stats> {
    return this.parts.statistics.read();
  }
}
