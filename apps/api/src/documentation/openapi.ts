import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { problem } from '@curfew/contracts';
import { z } from 'zod';

import { ACCESS_EXTENSION, scopeOf } from '../http/access.js';
import { jsonSchema } from './named-schemas.js';

/** The API's document (OpenAPI 3.1), made from the routes and from the schemas that they really check with. */
export const openApi = (app: INestApplication, { cookieName, publicUrl }: { readonly cookieName: string; readonly publicUrl: string | undefined }): OpenAPIObject => {
  const builder = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Curfew')
    .setDescription('See every signed-in device, live. End any of them, everywhere, now, and have proof. Errors are problem+json (RFC 9457), each with a stable `code`.')
    .setVersion('1')
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .addCookieAuth(cookieName, { type: 'apiKey', in: 'cookie', description: 'Set when signing in from a browser. Requests that change something need an allowed Origin.' }, 'cookie')
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'opaque', description: 'The token that signing in with `delivery: token` answers.' }, 'bearer')
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'curfew_…', description: 'The secret of an API key. `x-access` names the scope that it needs.' }, 'apiKey');
  if (publicUrl !== undefined) builder.addServer(publicUrl);
  const document = SwaggerModule.createDocument(app, builder.build(), {
    operationIdFactory: (controller, method) => `${controller.replace(/Controller$/u, '')}.${method}`,
    standardSchemaConverter: (schema, { schemaType }) => (schema instanceof z.ZodType ? jsonSchema(schema, schemaType) : undefined),
  });
  return finished(document);
};

const securityOf = (access: unknown): { readonly [name: string]: string[] }[] => {
  if (access === 'public') return [];
  return scopeOf(access) === undefined ? [{ cookie: [] }, { bearer: [] }] : [{ apiKey: [] }];
};

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

// What holds for every operation is said once, here: how it is signed in to, and what its errors look like.
const finished = (document: OpenAPIObject): OpenAPIObject => {
  const { components } = document;
  const { components: problems } = jsonSchema(problem, 'output');
  for (const item of Object.values(document.paths)) {
    for (const method of METHODS) {
      const operation = item[method];
      if (operation === undefined) continue;
      const access: unknown = Reflect.get(operation, ACCESS_EXTENSION);
      operation.security = securityOf(access);
      operation.responses['default'] = { description: 'A problem.', content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } };
    }
  }
  return { ...document, components: { ...components, schemas: { ...components?.schemas, ...problems } } };
};
