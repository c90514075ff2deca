import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { activityQuery, event, page, type ActivityQuery, type Event, type Page } from '@curfew/contracts';

import { Answers } from '../documentation/answers.js';
import { Ask, type Asking } from '../http/asking.js';
import { Parts } from '../parts.js';

@ApiTags('Account')
@Controller('v1/activity')
export class ActivityController {
  constructor(private readonly parts: Parts) {}

  @Get()
  @Answers(200, page(event), 'What happened to the own account, the newest first.')
  list(@Query({ schema: activityQuery }) query: ActivityQuery, @Ask() { userId }: Asking): Promise<Page<Event>> {
    return this.parts.directory.activity({ ...query, userId });
  }
}
