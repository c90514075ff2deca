// A chat on socket.io: whoever is logged out in Curfew is out of it in the same moment.
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { Server } from 'socket.io';
import { createGuard } from '@curfew/guard';
import { curfew, sessionOf } from '@curfew/guard/socket.io';

const { CURFEW_URL = 'http://localhost:3000', CURFEW_API_KEY = '', PORT = '4004' } = process.env;
const guard = createGuard({ url: CURFEW_URL, apiKey: CURFEW_API_KEY, label: 'chat example' });

const page = await readFile(new URL('index.html', import.meta.url));
const server = createServer((_request, response) => response.setHeader('content-type', 'text/html; charset=utf-8').end(page));
const io = new Server(server, { transports: ['websocket'] });

curfew(io, guard);

io.on('connection', (socket) => {
  const { userId } = sessionOf(socket);
  socket.on('say', (text) => io.emit('said', { from: userId.slice(-4), text: String(text).slice(0, 500) }));
});

server.listen(Number(PORT), () => process.stdout.write(`The chat is on http://localhost:${PORT}\n`));
process.once('SIGTERM', async () => {
  await guard.close();
  await io.close();
});
