/** One operation of the OpenAPI document, with its schemas resolved. */
export interface Operation {
  /** `PATCH /v1/users/me` */
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly access: 'public' | 'signed-in' | 'admin';
  readonly query: readonly Field[];
  /** The fields of its body, those of objects within objects too. */
  readonly body: readonly Field[] | undefined;
  readonly answers: readonly number[];
}

/** A field of a body (`device.type`) or of a query. */
export interface Field {
  readonly path: string;
  readonly required: boolean;
  readonly nullable: boolean;
  readonly schema: Schema;
}

export interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly anyOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
}

export interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

interface Described {
  readonly security?: readonly object[];
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly required?: boolean; readonly schema: Schema }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
  readonly responses: Readonly<Record<string, object>>;
  readonly 'x-access'?: string;
}

// The first takes whatever query the proxy was asked with; the others are public papers that anyone may keep. What is for services has other credentials, forms, and an answer without an end: test/services and test/feed see to them.
const apart: ReadonlySet<string> = new Set(['/v1/forward-auth', '/.well-known/jwks.json', '/.well-known/oauth-authorization-server']);

/** Every operation of the document that is for people. */
export const operationsOf = ({ paths, components }: Document): readonly Operation[] => {
  const resolve = (schema: Schema): Schema => (schema.$ref === undefined ? schema : (components.schemas[schema.$ref.split('/').at(-1) ?? ''] ?? {}));
  const fieldsOf = (given: Schema, prefix = ''): Field[] => {
    const object = resolve(given);
    return Object.entries(object.properties ?? {}).flatMap(([key, property]) => {
      const path = `${prefix}${key}`;
      const field = { path, required: prefix === '' && (object.required ?? []).includes(key), ...plain(resolve(property)) };
      return [field, ...(field.schema.type === 'object' ? fieldsOf(field.schema, `${path}.`) : [])];
    });
  };
  return Object.entries(paths).filter(([path]) => !apart.has(path)).flatMap(([path, methods]) =>
    Object.entries(methods).filter(([, described]) => !isForServices(described)).map(([method, described]): Operation => {
      const body = described.requestBody?.content['application/json']?.schema;
      return {
        name: `${method.toUpperCase()} ${path}`,
        method: method.toUpperCase(),
        path,
        access: accessOf(described),
        query: (described.parameters ?? []).filter((each) => each.in === 'query').map(({ name, required, schema }) => ({ path: name, required: required === true, nullable: false, schema: resolve(schema) })),
        body: body === undefined ? undefined : fieldsOf(body),
        answers: Object.keys(described.responses).map(Number).filter((status) => !Number.isNaN(status)),
      };
    }),
  );
};

const accessOf = ({ security = [], 'x-access': said }: Described): Operation['access'] => (said === 'admin' ? 'admin' : security.length === 0 ? 'public' : 'signed-in');

const isForServices = ({ security = [] }: Described): boolean => security.some((way) => 'apiKey' in way);

const plain = (schema: Schema): { readonly nullable: boolean; readonly schema: Schema } => {
  const other = schema.anyOf?.find(({ type }) => type !== 'null');
  return other === undefined ? { nullable: false, schema } : { nullable: true, schema: other };
};
