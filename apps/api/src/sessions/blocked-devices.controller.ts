import { Controller, Delete, Get, HttpCode, Param } from '@nestjs/common';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import { blockedDevice, id, page, type BlockedDevice, type Page } from '@curfew/contracts';

import { Answers } from '../documentation/answers.js';
import { Ask, asUser, type Asking } from '../http/asking.js';
import { Parts } from '../parts.js';

@ApiTags('Own sessions')
@Controller('v1/blocked-devices')
export class BlockedDevicesController {
  constructor(private readonly parts: Parts) {}

  @Get()
  @Answers(200, page(blockedDevice), 'The devices that cannot sign in to the own account, the last blocked first.')
  async list(@Ask() { userId }: Asking): Promise<Page<BlockedDevice>> {
    return { items: await this.parts.sessions.blockedDevices(userId), nextCursor: null };
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiResponse({ status: 204, description: 'It may sign in again.' })
  async unblock(@Param('id', { schema: id }) which: string, @Ask() asking: Asking): Promise<void> {
    await this.parts.sessions.unblock({ id: which, userId: asking.userId }, asUser(asking));
  }
}
