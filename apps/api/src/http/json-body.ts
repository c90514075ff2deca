import { CurfewError, type Violation } from '@curfew/contracts';
import { visit } from 'jsonc-parser';

/**
 * Reads a JSON body (RFC 8259) more strictly than `JSON.parse`: a name that comes twice in one object, one that would reach an object's
 * prototype, nesting beyond 32 levels and text that is not UTF-8 are refused. @throws CurfewError `invalid-request` that names each field
 */
export const parseJsonBody = (bytes: Uint8Array): unknown => {
  const text = decode(bytes);
  if (text.trim() === '') return undefined;
  const value = parse(text);
  const errors = violations(text);
  if (errors.length > 0) throw new CurfewError('invalid-request', { errors });
  return value;
};

const DEEPEST = 32;
const REACHES_PROTOTYPE: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

const decode = (bytes: Uint8Array): string => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new CurfewError('invalid-request', { detail: 'The body is not UTF-8.' });
  }
};

const parse = (text: string): unknown => {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    throw new CurfewError('invalid-request', { detail: 'The body is not JSON.' });
  }
};

const violations = (text: string): readonly Violation[] => {
  const errors: Violation[] = [];
  const open: Set<string>[] = [];
  let depth = 0;
  const deeper = (): void => {
    depth += 1;
    // Thrown from here, the walk ends before it is as deep as what it walks.
    if (depth > DEEPEST) throw new CurfewError('invalid-request', { detail: `The body is nested more than ${DEEPEST} levels deep.` });
  };
  visit(text, {
    onObjectBegin: () => {
      deeper();
      open.push(new Set());
    },
    onObjectProperty: (...[name, , , , , pathOf]) => {
      const names = open.at(-1);
      const path = [...pathOf(), name].join('.');
      if (REACHES_PROTOTYPE.has(name)) errors.push({ path, message: 'is not known' });
      else if (names?.has(name) === true) errors.push({ path, message: 'comes more than once' });
      names?.add(name);
    },
    onObjectEnd: () => {
      depth -= 1;
      open.pop();
    },
    onArrayBegin: deeper,
    onArrayEnd: () => {
      depth -= 1;
    },
  });
  return errors;
};
