import type { ServerResponse } from 'node:http';

import type { Sink } from '@curfew/sessions';
import type { FastifyReply } from 'fastify';

import type { Serving } from '../http/serving.js';
import type { Parts } from '../parts.js';

/** Who opens a stream, and where it goes. */
interface Streaming {
  readonly consumer: string;
  readonly serving: Serving;
  readonly reply: FastifyReply;
}

/** Answers with a stream of events (HTML Living Standard §9.2). Until its head is written, whatever is thrown is answered as a problem. */
export const stream = async ({ feed, feedStreams, apiKeys }: Parts, { consumer, serving, reply }: Streaming): Promise<void> => {
  await feed.demandOwn(serving.apiKeyId, consumer);
  const { raw } = reply;
  const sink: Sink = {
    waiting: () => raw.writableLength,
    write: (bytes) => void raw.write(bytes),
    drained: () => drained(raw),
    end: () => {
      // Before its head is written it is answered as a problem; one that does not read would keep what waits for it, and the connection, for ever.
      if (raw.headersSent) void (raw.writableLength === 0 ? raw.end() : raw.destroy());
    },
  };
  raw.once('close', () => feedStreams.gone(consumer, sink));
  const last = reply.request.headers['last-event-id'];
  const from = typeof last !== 'string' || last === '' ? null : feed.placeOf(last, 'last-event-id');
  const mayGoOn = async (): Promise<boolean> => (await apiKeys.admit(serving.secret))?.scopes.includes('feed') ?? false;
  await feedStreams.begin({ consumerId: consumer, from, sink, mayGoOn }, () => {
    reply.hijack();
    raw.writeHead(200, { ...Object.fromEntries(Object.entries(reply.getHeaders())), 'content-type': 'text/event-stream; charset=utf-8', 'x-accel-buffering': 'no' });
  });
};

const drained = (raw: ServerResponse): Promise<void> =>
  new Promise((resolve) => {
    if (!raw.writableNeedDrain || raw.destroyed) return resolve();
    const done = (): void => {
      raw.off('drain', done).off('close', done);
      resolve();
    };
    raw.on('drain', done).on('close', done);
  });
