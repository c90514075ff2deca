import { applyDecorators, HttpCode } from '@nestjs/common';
import { ApiOperation, ApiProduces, ApiResponse } from '@nestjs/swagger';
import type { z } from 'zod';

/** The status and the shape that a route answers with, and what it does, in words: for the route and for the API's document alike. */
export const Answers = (status: 200 | 201 | 202, schema: z.ZodType, description: string): MethodDecorator =>
  applyDecorators(
    HttpCode(status),
    ApiOperation({ summary: firstSentence(description), description }),
    ApiResponse({ status, description: status === 201 ? 'Made.' : 'Done.', standardSchema: schema }),
  );

/** A file that is streamed: CSV or NDJSON. */
export const AnswersFile = (description: string): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: firstSentence(description), description }),
    ApiProduces('text/csv', 'application/x-ndjson'),
    ApiResponse({ status: 200, description: 'A file.', schema: { type: 'string' } }),
  );

/** A health check: 200 or 503 with one shape. */
export const AnswersHealth = (description: string): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: description, description }),
    ...([200, 503] as const).map((status) => ApiResponse({ status, description: status === 200 ? 'It is.' : 'It is not.', schema: healthReport })),
  );

const state = { type: 'string' as const, enum: ['ok', 'unavailable'] };
const healthReport = {
  type: 'object' as const,
  required: ['status', 'parts'],
  properties: { status: state, parts: { type: 'object' as const, additionalProperties: state } },
};

const firstSentence = (text: string): string => text.slice(0, text.search(/[.:;](?:\s|$)/u)).trim();
