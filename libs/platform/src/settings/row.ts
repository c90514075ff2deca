import { z } from 'zod';
import type { Kind } from './kinds.js';

/** The processes that read settings. `npm start` reads all of them and is not named. */
export type ProcessName = 'api' | 'gateway' | 'worker';

/** What is told of one setting beside its schema. */
export interface Row {
  readonly kind: Kind<unknown>;
  readonly preset: string | undefined;
  readonly group: string;
  readonly usedBy: readonly ProcessName[];
  readonly about: string;
}

/** A setting that has a value when it is not given: `preset`, written as an operator would. */
export const preset = <T>(kind: Kind<T>, text: string, row: Told): z.ZodPrefault<z.ZodType<T, string>> => {
  const schema = kind.schema.prefault(text);
  registry.set(schema, { ...row, kind, preset: text });
  return schema;
};

/** A setting that may be absent. */
export const optional = <T>(kind: Kind<T>, row: Told): z.ZodOptional<z.ZodType<T, string>> => {
  const schema = kind.schema.optional();
  registry.set(schema, { ...row, kind, preset: undefined });
  return schema;
};

/** A setting's place among the others, its readers and its description, in this order. */
export const told = (group: string, usedBy: readonly ProcessName[], about: string): Told => ({ group, usedBy, about });

/** The row of a setting's schema. */
export const rowOf = (schema: z.core.$ZodType): Row | undefined => registry.get(schema);

type Told = Pick<Row, 'group' | 'usedBy' | 'about'>;

const registry = new WeakMap<z.core.$ZodType, Row>();
