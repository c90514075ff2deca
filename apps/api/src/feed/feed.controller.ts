import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiProduces, ApiResponse } from '@nestjs/swagger';
import {
  feedAcks,
  feedActivity,
  feedPage,
  feedQuery,
  feedStreamQuery,
  id,
  knownQuery,
  knownSessions,
  type FeedAcks,
  type FeedActivity,
  type FeedPage,
  type FeedQuery,
  type KnownQuery,
  type KnownSessions,
} from '@curfew/contracts';
import type { FastifyReply } from 'fastify';

import { Answers } from '../documentation/answers.js';
import { Services } from '../http/access.js';
import { Serves, type Serving } from '../http/serving.js';
import { Parts } from '../parts.js';
import { stream } from './stream.js';

@Controller('v1/feed')
export class FeedController {
  constructor(private readonly parts: Parts) {}

  @Services('feed')
  @Get()
  @Answers(200, feedPage, 'All that was committed before the request and that the cursor does not know. It renews the consumer, or registers one. 410 `cursor-too-old`: start anew, without `after`.')
  read(@Query({ schema: feedQuery }) query: FeedQuery, @Serves() { apiKeyId }: Serving): Promise<FeedPage> {
    return this.parts.feed.poll(apiKeyId, query);
  }

  @Services('feed')
  @Get('stream')
  @ApiProduces('text/event-stream')
  @ApiHeader({ name: 'Last-Event-ID', required: false, description: 'The last `id` of an earlier stream: what came after it is sent first.' })
  @ApiOperation({ summary: 'The same events, pushed', description: 'Server-sent events: a doorbell for a consumer that is registered. Nothing on it proves that anything is known.' })
  @ApiResponse({ status: 200, description: 'A stream of Events, each with a cursor as its `id`, and a comment every 15 seconds.', schema: { type: 'string' } })
  stream(@Query({ schema: feedStreamQuery }) { consumer }: { readonly consumer: string }, @Serves() serving: Serving, @Res() reply: FastifyReply): Promise<void> {
    return stream(this.parts, { consumer, serving, reply });
  }

  @Services('introspect')
  @Post('sessions')
  @Answers(200, knownSessions, 'Reads up to 500 sessions from the primary, by the hashes of their tokens or by id. What is not among them is not live.')
  sessions(@Body({ schema: knownQuery }) query: KnownQuery): Promise<KnownSessions> {
    return this.parts.introspections.known(query);
  }

  @Services('feed')
  @Post('acks')
  @HttpCode(204)
  @ApiResponse({ status: 204, description: 'Receipts count them.' })
  acknowledge(@Body({ schema: feedAcks }) acks: FeedAcks, @Serves() { apiKeyId }: Serving): Promise<void> {
    return this.parts.feed.acknowledge(apiKeyId, acks);
  }

  @Services('feed')
  @Post('activity')
  @HttpCode(204)
  @ApiResponse({ status: 204, description: 'It is written with the next batch.' })
  used(@Body({ schema: feedActivity }) activity: FeedActivity): void {
    this.parts.feed.used(activity, Date.now());
  }

  @Services('feed')
  @Delete('consumers/:id')
  @HttpCode(204)
  @ApiResponse({ status: 204, description: 'Nobody waits for it any more.' })
  async leave(@Param('id', { schema: id }) which: string, @Serves() { apiKeyId }: Serving): Promise<void> {
    await this.parts.feed.leave(apiKeyId, which);
    this.parts.feedStreams.end(which);
  }
}
