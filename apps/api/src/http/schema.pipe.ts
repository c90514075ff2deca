import { Injectable, type ArgumentMetadata, type PipeTransform } from '@nestjs/common';
import { CurfewError, type ProblemCode } from '@curfew/contracts';

import { violations } from './violations.js';

/** Hands a controller what its schema reads from the request. A body or query that does not fit is `invalid-request`, an id in the path `not-found`. */
@Injectable()
export class SchemaPipe implements PipeTransform {
  async transform(value: unknown, { type, schema }: ArgumentMetadata): Promise<unknown> {
    if (schema === undefined) return value;
    const result = await schema['~standard'].validate(value ?? (type === 'body' ? undefined : {}));
    if (result.issues === undefined) return result.value;
    const code: ProblemCode = type === 'param' ? 'not-found' : 'invalid-request';
    throw new CurfewError(code, code === 'not-found' ? {} : { errors: violations(result.issues, value) });
  }
}
