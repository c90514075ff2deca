import 'reflect-metadata';

import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';

import { AppModule } from '../app.module.js';
import { asyncApi } from './asyncapi.js';
import { openApi } from './openapi.js';

// Writes docs/openapi.json and docs/asyncapi.json, or with --check says whether they are what the code would write.
// In preview nothing is made: the routes and their schemas are all that is read.
const app = await NestFactory.create(AppModule.documented(), new FastifyAdapter(), { preview: true, logger: ['error'], abortOnError: false });
const documents = { 'openapi.json': openApi(app, { cookieName: 'curfew', publicUrl: undefined }), 'asyncapi.json': asyncApi() };

for (const [name, document] of Object.entries(documents)) {
  const file = fileURLToPath(new URL(`../../../../docs/${name}`, import.meta.url));
  const text = `${JSON.stringify(document, null, 2)}\n`;
  if (!process.argv.includes('--check')) await writeFile(file, text);
  else if ((await readFile(file, 'utf8')) !== text) {
    process.stderr.write(`docs/${name} is not what the code says: npm run generate:documents\n`);
    process.exitCode = 1;
  }
}
