// An Express app that keeps its own login, and leaves sessions to Curfew.
import express from 'express';
import { createGuard } from '@curfew/guard';
import { curfew, sessionOf } from '@curfew/guard/express';

const { CURFEW_URL = 'http://localhost:3000', CURFEW_API_KEY = '', PORT = '4001' } = process.env;
const guard = createGuard({ url: CURFEW_URL, apiKey: CURFEW_API_KEY, label: 'express example' });

const app = express();

// oxlint-disable-next-line oxc/no-async-endpoint-handlers -- Express 5 forwards a rejection by itself.
app.post('/sign-in', express.json(), signIn);
app.use(curfew(guard));
app.get('/', (request, response) => response.json({ hello: sessionOf(request) }));

const server = app.listen(Number(PORT), () => process.stdout.write(`Express listens on http://localhost:${PORT}\n`));

process.once('SIGTERM', async () => {
  server.close();
  await guard.close();
});

// Your own login proves who it is; Curfew opens the session, and its token becomes this app's cookie.
async function signIn(request, response) {
  const answer = await fetch(new URL('/v1/service/sessions', CURFEW_URL), {
    method: 'POST',
    headers: { authorization: `Bearer ${CURFEW_API_KEY}`, 'content-type': 'application/json' },
    body: JSON.stringify({ subject: { externalId: request.body.name }, ipAddress: '127.0.0.1', userAgent: request.get('user-agent') }),
  });
  if (!answer.ok) return response.status(502).json(await answer.json());
  const { token } = await answer.json();
  return response.cookie('curfew', token, { httpOnly: true, sameSite: 'lax' }).json({ hello: request.body.name });
}
