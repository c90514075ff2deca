// A Fastify app whose routes need a session of Curfew, but for one.
import fastify from 'fastify';
import { createGuard } from '@curfew/guard';
import { curfew, sessionOf } from '@curfew/guard/fastify';

const { CURFEW_URL = 'http://localhost:3000', CURFEW_API_KEY = '', PORT = '4002' } = process.env;
const guard = createGuard({ url: CURFEW_URL, apiKey: CURFEW_API_KEY, label: 'fastify example' });

const app = fastify();
await app.register(curfew, { guard });
app.addHook('onClose', () => guard.close());

app.get('/', (request, reply) => reply.send({ hello: sessionOf(request) }));
app.get('/health', { config: { curfew: false } }, (_request, reply) => reply.send(guard.status()));

await app.listen({ port: Number(PORT) });
process.stdout.write(`Fastify listens on http://localhost:${PORT}\n`);
process.once('SIGTERM', () => app.close());
