import {
  accessToken,
  adminSession,
  adminUserPatch,
  apiKey,
  apiKeyRequest,
  device,
  deviceClaim,
  ended,
  endedBy,
  endedMany,
  event,
  feedAcks,
  feedActivity,
  feedPage,
  introspection,
  issuedApiKey,
  keySet,
  knownSession,
  location,
  passwordChange,
  passwordChanged,
  problem,
  receipt,
  revocation,
  revocationFilter,
  revocationPreview,
  revocationProgress,
  revocationRequest,
  serverMetadata,
  serviceSignedIn,
  serviceSignIn,
  session,
  sessionPatch,
  setUp,
  signedIn,
  signIn,
  signUp,
  user,
  userPatch,
} from '@curfew/contracts';
import { z } from 'zod';

const named = {
  User: user,
  UserPatch: userPatch,
  AdminUserPatch: adminUserPatch,
  SignUp: signUp,
  SignIn: signIn,
  SetUp: setUp,
  SignedIn: signedIn,
  PasswordChange: passwordChange,
  PasswordChanged: passwordChanged,
  Session: session,
  AdminSession: adminSession,
  SessionPatch: sessionPatch,
  Device: device,
  DeviceClaim: deviceClaim,
  Location: location,
  EndedBy: endedBy,
  Receipt: receipt,
  Ended: ended,
  EndedMany: endedMany,
  Event: event,
  Revocation: revocation,
  RevocationFilter: revocationFilter,
  RevocationPreview: revocationPreview,
  RevocationProgress: revocationProgress,
  RevocationRequest: revocationRequest,
  Problem: problem,
  ApiKey: apiKey,
  ApiKeyRequest: apiKeyRequest,
  IssuedApiKey: issuedApiKey,
  ServiceSignIn: serviceSignIn,
  ServiceSignedIn: serviceSignedIn,
  Introspection: introspection,
  KnownSession: knownSession,
  FeedPage: feedPage,
  FeedAcks: feedAcks,
  FeedActivity: feedActivity,
  AccessToken: accessToken,
  KeySet: keySet,
  ServerMetadata: serverMetadata,
} as const;

const names = z.registry<{ readonly id: string }>();
for (const [id, schema] of Object.entries(named)) names.add(schema, { id });

/** A schema as JSON Schema (2020-12, which OpenAPI 3.1 speaks), with what has a name apart, under that name. */
export const jsonSchema = (schema: z.ZodType, io: 'input' | 'output'): { readonly schema: object; readonly components: Readonly<Record<string, object>> } => {
  const written = z.toJSONSchema(schema, { metadata: names, io, target: 'draft-2020-12', unrepresentable: 'any', override: ({ zodSchema, jsonSchema: json }) => sayNumbers(zodSchema, json) });
  const { $defs = {}, $schema: _dialect, ...rest } = written;
  const components = Object.fromEntries(Object.entries($defs).map(([name, definition]) => [name, nameless(definition)]));
  const name = names.get(schema)?.id;
  if (name === undefined) return { schema: nameless(rest), components };
  return { schema: { $ref: `#/$defs/${name}` }, components: { [name]: nameless(rest), ...components } };
};

// A schema's name stands where it is kept, not in it.
const nameless = ({ id: _id, ...schema }: { readonly id?: unknown }): object => schema;

// A number in a query is text to the reader and a number to everyone else.
const sayNumbers = (schema: z.core.$ZodType, json: z.core.JSONSchema.BaseSchema): void => {
  if (schema instanceof z.ZodDefault && schema.def.innerType instanceof z.ZodPipe) json.default = schema.def.defaultValue;
  if (!(schema instanceof z.ZodPipe) || !(schema.def.out instanceof z.ZodNumber)) return;
  const { minValue, maxValue } = schema.def.out;
  delete json.pattern;
  Object.assign(json, { type: 'integer', minimum: minValue, maximum: maxValue });
};
