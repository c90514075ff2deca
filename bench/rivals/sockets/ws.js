// Bare ws, as its documentation has it: who sends anything is told; a broadcast goes through all, as text that is made once; sockets are closed with a close frame.
import { WebSocket, WebSocketServer } from 'ws';
import { controlled, listen } from './control.js';

const watching = new Set();
const server = controlled({
  publish: (event) => {
    const text = JSON.stringify(event);
    for (const socket of watching) if (socket.readyState === WebSocket.OPEN) socket.send(text);
  },
  end: () => {
    for (const socket of sockets.clients) socket.close(1000);
  },
});
const sockets = new WebSocketServer({ server });
sockets.on('connection', (socket) => {
  socket.on('error', () => undefined);
  socket.on('message', () => {
    watching.add(socket);
    socket.send('done');
  });
  socket.on('close', () => watching.delete(socket));
});
listen(server);
