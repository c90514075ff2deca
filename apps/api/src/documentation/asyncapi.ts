import { acknowledgement, channels, event, eventType, presence, presenceNews, revocationProgress, ringing, watchRequest } from '@curfew/contracts';
import { z } from 'zod';

import { jsonSchema } from './named-schemas.js';

interface Message {
  readonly name: string;
  readonly title: string;
  readonly payload: z.ZodType;
}

const goingAway = z.object({ retryAfterMs: z.number().int().min(0) });
const sealed = z.object({
  mac: z.string().describe('HMAC-SHA256, base64url; its key lives in PostgreSQL. What fails it is counted and dropped.'),
  epoch: z.number().int().describe('The epoch of the log that it was said in. What is of another is counted and dropped.'),
});

/** What the gateway says to a browser or an app. */
const told: readonly Message[] = [
  ...eventType.options.map((type) => ({ name: type, title: `An event of the own account: ${type}`, payload: event })),
  { name: 'presence', title: 'Which of the own sessions have a socket open, and when they were last active; at most one a second', payload: z.array(presence) },
  { name: 'going-away', title: 'Comes before a close that is not the end of the session: come back after that time', payload: goingAway },
  { name: 'resync', title: 'Something was missed: fetch again by REST', payload: z.undefined() },
  { name: 'session-events', title: 'To an administrator who watches: events of everyone that the filter chooses, gathered, at most ten times a second', payload: z.array(event) },
  { name: 'revocation-progress', title: 'To an administrator who watches: how far a bulk revocation is, at most once a second', payload: revocationProgress },
];

/** What a client may ask of the gateway; each is acknowledged, with `{ watching }` or with `{ error: { status, code } }`. */
const asked: readonly Message[] = [
  { name: 'watch', title: 'Administrators: tell of everyone’s sessions, in place of what was asked for before. Anyone else is refused with 403', payload: watchRequest },
  { name: 'unwatch', title: 'Tells no more of them', payload: z.undefined() },
];

/** What processes tell each other through Redis. */
const rung: readonly (Message & { readonly channel: string })[] = [
  { name: 'events', title: 'Events, the moment they are committed; or a heartbeat', channel: channels.events, payload: ringing },
  { name: 'acknowledgement', title: 'A consumer lets nothing pass any more of what an event ended', channel: channels.acks, payload: acknowledgement },
  { name: 'presences', title: 'Who came, went or was active', channel: channels.presence, payload: presenceNews },
];

/** The document of the sockets and of the Redis channels (AsyncAPI 3.0), made from the schemas that messages are really checked with. */
export const asyncApi = (): object => {
  const schemas: Record<string, object> = {};
  const message = ({ name, title, payload }: Message, headers?: z.ZodType): object => {
    const { schema, components } = jsonSchema(headers === undefined ? payload : z.intersection(headers, payload), 'output');
    Object.assign(schemas, components);
    return { name, title, contentType: 'application/json', payload: schema };
  };
  const messages = Object.fromEntries([...[...told, ...asked].map((each) => [each.name, message(each)]), ...rung.map((each) => [each.name, message(each, sealed)])]);
  const document = {
    asyncapi: '3.0.0',
    info: { title: 'Curfew', version: '1', description: described, license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' } },
    defaultContentType: 'application/json',
    channels: {
      sockets: { address: '/socket.io/', title: 'The gateway: socket.io, WebSocket transport only', messages: refs([...told, ...asked]) },
      ...Object.fromEntries(rung.map((each) => [each.name, { address: each.channel, title: each.title, messages: refs([each]) }])),
    },
    operations: {
      tell: { action: 'send', channel: { $ref: '#/channels/sockets' }, summary: 'The gateway tells a socket what happens to its account.' },
      watch: { action: 'receive', channel: { $ref: '#/channels/sockets' }, summary: 'What an administrator’s socket may ask for.', messages: asked.map(({ name }) => ({ $ref: `#/channels/sockets/messages/${name}` })) },
      ...Object.fromEntries(rung.map(({ name, title }) => [`ring-${name}`, { action: 'send', channel: { $ref: `#/channels/${name}` }, summary: title }])),
    },
    components: { messages, schemas },
  };
  return JSON.parse(JSON.stringify(document).replaceAll('#/$defs/', '#/components/schemas/'));
};

const refs = (messages: readonly Message[]): object => Object.fromEntries(messages.map(({ name }) => [name, { $ref: `#/components/messages/${name}` }]));

const described = [
  'A socket signs in by the session cookie (from an allowed Origin) or by `auth: { token }`.',
  'When its session ends it gets `session-revoked` or `session-expired` for its own session as its last message, and is closed by the server.',
  'A message over 16 KiB, or an event that is not in this document, closes the socket.',
].join(' ');
