import { createServer } from 'node:http';

/**
 * An HTTP server that is asked to tell something to all who listen (POST /publish, the event as JSON), and to close every socket (POST /end).
 * @param {{ publish: (event: object) => void, end: () => void }} acts
 */
export const controlled = ({ publish, end }) =>
  createServer((request, response) => {
    if (request.method !== 'POST') return void response.writeHead(404).end();
    const parts = [];
    request.on('data', (part) => parts.push(part));
    request.once('end', () => {
      if (request.url === '/publish') publish(JSON.parse(Buffer.concat(parts).toString()));
      else end();
      response.end();
    });
  });

/** @param {import('node:http').Server} server */
export const listen = (server) => server.listen(0, '127.0.0.1', () => process.stdout.write(`listening ${server.address().port}\n`));
