import { Controller, Get } from '@nestjs/common';
import { consumer, page, type Consumer, type Page } from '@curfew/contracts';

import { Answers } from '../documentation/answers.js';
import { Administrators } from '../http/access.js';
import { Parts } from '../parts.js';

@Administrators()
@Controller('v1/admin/consumers')
export class AdminConsumersController {
  constructor(private readonly parts: Parts) {}

  @Get()
  @Answers(200, page(consumer), 'Every process that admits requests or sockets: how old what it knows is, and how many sockets it has open.')
  async list(): Promise<Page<Consumer>> {
    return { items: await this.parts.consumers(), nextCursor: null };
  }
}
