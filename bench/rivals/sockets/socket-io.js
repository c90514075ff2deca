// Bare socket.io over WebSocket alone, else with its defaults: who emits `watch` joins a room, which is told in one emit; sockets are closed by disconnectSockets.
import { Server } from 'socket.io';
import { controlled, listen } from './control.js';

const server = controlled({
  publish: (event) => io.to('watchers').emit(event.type, event),
  end: () => io.disconnectSockets(true),
});
const io = new Server(server, { transports: ['websocket'] });
io.on('connection', (socket) => {
  socket.on('watch', (answer) => {
    void socket.join('watchers');
    answer({ watching: true });
  });
});
listen(server);
