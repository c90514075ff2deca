import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiResponse } from '@nestjs/swagger';
import { endApiKey, issueApiKey } from '@curfew/accounts';
import { apiKey, apiKeyQuery, apiKeyRequest, id, issuedApiKey, page, type ApiKey, type ApiKeyQuery, type ApiKeyRequest, type IssuedApiKey, type Page } from '@curfew/contracts';

import { Answers } from '../documentation/answers.js';
import { Administrators } from '../http/access.js';
import { Ask, asAdministrator, type Asking } from '../http/asking.js';
import { Parts } from '../parts.js';

@Administrators()
@Controller('v1/admin/api-keys')
export class AdminApiKeysController {
  constructor(private readonly parts: Parts) {}

  @Post()
  @Answers(201, issuedApiKey, 'Makes a key for a service. Its secret is in this answer and nowhere else.')
  async issue(@Body({ schema: apiKeyRequest }) request: ApiKeyRequest, @Ask() asking: Asking): Promise<IssuedApiKey> {
    const { value } = await this.parts.sessions.change(async (change) => {
      const { event, ...issued } = await issueApiKey(change.sql, request, { act: asAdministrator(asking), now: Date.now() });
      change.record(event);
      return issued;
    });
    return value;
  }

  @Get()
  @Answers(200, page(apiKey), 'The keys that are not ended, the newest first.')
  list(@Query({ schema: apiKeyQuery }) query: ApiKeyQuery): Promise<Page<ApiKey>> {
    return this.parts.apiKeys.list(query);
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiResponse({ status: 204, description: 'It is no key any more, anywhere.' })
  async end(@Param('id', { schema: id }) which: string, @Ask() asking: Asking): Promise<void> {
    await this.parts.sessions.change(async (change) => change.record(await endApiKey(change.sql, which, asAdministrator(asking))));
  }
}
