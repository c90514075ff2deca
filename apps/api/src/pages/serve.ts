import { randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import files from '@fastify/static';
import type { Logger, Settings } from '@curfew/platform';
import type { FastifyInstance, FastifyReply } from 'fastify';

import { acceptedHints } from '../http/origin.js';
import { filledPage } from './page.js';
import { isPage } from './paths.js';
import { pagePolicy } from './policy.js';

/** Serves the built dashboard: its page wherever a page may be, with a nonce of its own each time, and its files. Without a build there is none. */
export const servePages = async (server: FastifyInstance, { settings, log, folder = BUILT }: PageParts): Promise<void> => {
  const template = await readFile(join(folder, 'index.html'), 'utf8').catch(() => undefined);
  if (template === undefined) {
    log.warn({ folder }, 'the dashboard is not built: only the API is served');
    return;
  }
  await server.register(files, { root: folder, serve: false });
  server.get('/assets/:file', (request, reply) => sendAsset(reply, request.params));
  for (const name of await looseFiles(folder)) server.get(`/${name}`, (_request, reply) => reply.sendFile(name, { maxAge: '1h' }));
  server.get('/*', (request, reply) => {
    const path = request.url.split('?', 1)[0] ?? '';
    if (!isPage(path)) return reply.callNotFound();
    return sendPage(reply, template, settings);
  });
};

interface PageParts {
  readonly settings: Settings;
  readonly log: Logger;
  readonly folder?: string;
}

const BUILT = fileURLToPath(new URL('../../../dashboard/dist/', import.meta.url));

const sendPage = (reply: FastifyReply, template: string, settings: Settings): FastifyReply => {
  const nonce = randomBytes(16).toString('base64url');
  const { signUp, passwordMinLength, gatewayUrl, gatewayPort, idleAfter, retention } = settings;
  const config = { nonce, gatewayUrl: gatewayUrl ?? null, gatewayPort, signUp, passwordMinLength, idleAfterMs: idleAfter, retentionMs: retention };
  return reply
    .type('text/html; charset=utf-8')
    .headers({ 'Content-Security-Policy': pagePolicy(settings, nonce), 'Accept-CH': acceptedHints, 'Cache-Control': 'no-store' })
    .send(filledPage(template, config));
};

// Names of assets carry a hash of what is in them: one that was fetched once is good for ever.
const sendAsset = (reply: FastifyReply, params: unknown): FastifyReply => {
  const file = typeof params === 'object' && params !== null && 'file' in params ? String(params.file) : '';
  if (!/^[\w][\w.-]*$/u.test(file)) {
    reply.callNotFound();
    return reply;
  }
  return reply.sendFile(`assets/${file}`, { maxAge: '1y', immutable: true });
};

const looseFiles = async (folder: string): Promise<readonly string[]> =>
  (await readdir(folder, { withFileTypes: true })).filter((entry) => entry.isFile() && !entry.name.endsWith('.html')).map(({ name }) => name);
