import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

import type { INestApplication } from '@nestjs/common';
import type { FastifyInstance, FastifyReply } from 'fastify';

import { asyncApi } from './asyncapi.js';
import { openApi } from './openapi.js';
import { documentationPage, documentationPolicy, documentationScript, problemsPage } from './pages.js';

/** Serves `/openapi.json` and `/asyncapi.json`, and under `/docs` the pages that show it and explain each problem. */
export const serveDocumentation = async (server: FastifyInstance, app: INestApplication, about: Parameters<typeof openApi>[1]): Promise<void> => {
  let document: string | undefined;
  server.get('/openapi.json', (_request, reply) => {
    // Made when it is first asked for: few who start an installation ever ask.
    document ??= JSON.stringify(openApi(app, about));
    return reply.type('application/json; charset=utf-8').header('Cache-Control', 'no-cache').send(document);
  });
  const sockets = JSON.stringify(asyncApi());
  server.get('/asyncapi.json', (_request, reply) => reply.type('application/json; charset=utf-8').header('Cache-Control', 'no-cache').send(sockets));
  const folder = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
  const files = await Promise.all(['swagger-ui.css', 'swagger-ui-bundle.js'].map(async (name) => ({ name, content: await readFile(join(folder, name)) })));
  const served = [
    { path: '/docs', type: HTML, content: documentationPage },
    { path: '/docs/problems', type: HTML, content: problemsPage() },
    { path: '/docs/start.js', type: SCRIPT, content: documentationScript },
    ...files.map(({ name, content }) => ({ path: `/docs/${name}`, type: name.endsWith('.css') ? STYLE : SCRIPT, content })),
  ];
  for (const { path, type, content } of served) server.get(path, (_request, reply) => answer(reply, type).send(content));
};

const HTML = 'text/html; charset=utf-8';
const SCRIPT = 'text/javascript; charset=utf-8';
const STYLE = 'text/css; charset=utf-8';

const answer = (reply: FastifyReply, type: string): FastifyReply =>
  reply.type(type).header('Content-Security-Policy', documentationPolicy).header('Cache-Control', 'no-cache');
