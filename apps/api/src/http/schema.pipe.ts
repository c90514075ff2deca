import { Injectable, type ArgumentMetadata, type PipeTransform } from '@nestjs/common';
import { CurfewError, invitationAcceptance, passwordChange, setUp, signUp, type Violation } from '@curfew/contracts';

import { Parts } from '../parts.js';
import { own, violations } from './violations.js';

/** Hands a controller what its schema reads from the request. A body or query that does not fit is `invalid-request`, an id in the path `not-found`. */
@Injectable()
export class SchemaPipe implements PipeTransform {
  constructor(private readonly parts: Parts) {}

  async transform(value: unknown, { type, schema }: ArgumentMetadata): Promise<unknown> {
    if (schema === undefined) return value;
    const result = await schema['~standard'].validate(value);
    if (type === 'param' && result.issues !== undefined) throw new CurfewError('not-found');
    const misfits = violations(result.issues ?? [], value);
    const errors = [...misfits, ...this.newPassword(schema, value).filter(({ path }) => misfits.every((misfit) => misfit.path !== path))];
    if (errors.length > 0 || result.issues !== undefined) throw new CurfewError('invalid-request', { errors });
    return result.value;
  }

  // How long a password must be is a setting, not in the schema; it is told together with everything else that is wrong.
  private newPassword(schema: unknown, value: unknown): readonly Violation[] {
    const path = NEW_PASSWORDS.get(schema);
    const password = path === undefined ? undefined : own(value, path);
    if (path === undefined || typeof password !== 'string') return [];
    const message = this.parts.passwords.objection(password);
    return message === undefined ? [] : [{ path, message }];
  }
}

const NEW_PASSWORDS: ReadonlyMap<unknown, string> = new Map<unknown, string>([
  [signUp, 'password'],
  [setUp, 'password'],
  [invitationAcceptance, 'password'],
  [passwordChange, 'newPassword'],
]);
