import { Controller, Delete, Get, HttpCode, Param } from '@nestjs/common';
import { ApiResponse } from '@nestjs/swagger';
import { consumer, id, page, type Consumer, type Page } from '@curfew/contracts';

import { Answers } from '../documentation/answers.js';
import { Administrators } from '../http/access.js';
import { Ask, asAdministrator, type Asking } from '../http/asking.js';
import { Parts } from '../parts.js';

@Administrators()
@Controller('v1/admin/consumers')
export class AdminConsumersController {
  constructor(private readonly parts: Parts) {}

  @Get()
  @Answers(200, page(consumer), 'Every process that admits requests or sockets: how old what it knows is, and how many sockets it has open.')
  async list(): Promise<Page<Consumer>> {
    return { items: await this.parts.consumers.list(), nextCursor: null };
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiResponse({ status: 204, description: 'It is gone, as you say: no receipt waits for it any more. 409 `consumer-alive`: it was heard of within its lease.' })
  async remove(@Param('id', { schema: id }) which: string, @Ask() asking: Asking): Promise<void> {
    await this.parts.consumers.remove(which, asAdministrator(asking));
    this.parts.feedStreams.end(which);
  }
}
