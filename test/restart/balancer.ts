import { Agent, createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { connect, type Socket } from 'node:net';
import { atEnd } from '../support/at-end.js';

/** A process behind the balancer. `ready` is what it answered last. */
interface Place {
  readonly name: string;
  readonly port: number;
  ready: boolean;
}

/** What a balancer adds to each answer: who gave it. */
export const servedBy = 'x-served-by';

/**
 * One address for several processes, as balancers are: it asks each whether it is ready, sends to those in turn over connections that it keeps, and to the next
 * one only when a connection is refused, as then nothing was sent. Whatever else goes wrong is a 502.
 */
export class Balancer {
  private readonly agent = new Agent({ keepAlive: true });
  private readonly places: readonly Place[];
  private readonly sockets = new Set<Socket>();
  private turn = 0;

  private constructor(
    private readonly server: Server,
    ports: Readonly<Record<string, number>>,
  ) {
    this.places = Object.entries(ports).map(([name, port]) => ({ name, port, ready: true }));
    server.on('request', (asked, answer) => void this.pass(asked, answer));
    server.on('upgrade', (asked: IncomingMessage, socket: Socket, head: Buffer) => this.join(asked, socket, head));
  }

  /** Listens, and is closed after the file's last test. */
  static async of(ports: Readonly<Record<string, number>>): Promise<Balancer> {
    const server = createServer();
    const balancer = new Balancer(server, ports);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const looking = setInterval(() => balancer.places.forEach(look), 50);
    atEnd(() => {
      clearInterval(looking);
      balancer.agent.destroy();
      for (const socket of balancer.sockets) socket.destroy();
      server.closeAllConnections();
      server.close();
    });
    return balancer;
  }

  get url(): string {
    const address = this.server.address();
    return `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  }

  isReady(name: string): boolean {
    return this.places.some((place) => place.name === name && place.ready);
  }

  private async pass(asked: IncomingMessage, answer: ServerResponse): Promise<void> {
    const body: Buffer[] = [];
    for await (const part of asked) body.push(part as Buffer);
    this.send(this.inTurn(), { asked, body: Buffer.concat(body), answer });
  }

  private send([place, ...rest]: readonly Place[], passing: Passing): void {
    const { asked: { method, url, headers }, body, answer } = passing;
    if (place === undefined) return void answer.writeHead(502, { 'content-type': 'text/plain' }).end('nobody takes it');
    const onward = request({ host: '127.0.0.1', port: place.port, method, path: url, headers: { ...headers, connection: 'keep-alive' }, agent: this.agent }, (told) => {
      const { connection: _, ...kept } = told.headers;
      answer.writeHead(told.statusCode ?? 0, { ...kept, [servedBy]: place.name });
      told.pipe(answer);
    });
    onward.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ECONNREFUSED') return this.send(rest, passing);
      if (answer.headersSent) return void answer.destroy();
      answer.writeHead(502, { 'content-type': 'text/plain', [servedBy]: place.name }).end(`${place.name}: ${error.code ?? error.message}`);
    });
    onward.end(body);
  }

  private join(asked: IncomingMessage, socket: Socket, head: Buffer): void {
    this.sockets.add(socket);
    socket.on('error', () => undefined).once('close', () => this.sockets.delete(socket));
    const lines = [`${asked.method} ${asked.url} HTTP/1.1`, ...pairs(asked.rawHeaders).map(([name, value]) => `${name}: ${value}`)];
    const attempt = ([place, ...rest]: readonly Place[]): void => {
      if (place === undefined) return void socket.destroy();
      const onward = connect(place.port, '127.0.0.1');
      onward.once('connect', () => {
        onward.write(`${lines.join('\r\n')}\r\n\r\n`);
        onward.write(head);
        socket.pipe(onward).pipe(socket);
      });
      onward.once('error', () => (onward.connecting ? attempt(rest) : socket.destroy()));
      onward.once('close', () => (onward.bytesWritten > 0 ? socket.destroy() : undefined));
      socket.once('close', () => onward.destroy());
    };
    attempt(this.inTurn());
  }

  // The ready ones first, each time another one at the front.
  private inTurn(): readonly Place[] {
    this.turn += 1;
    const turned = this.places.map((_, at) => this.places[(at + this.turn) % this.places.length]).filter((place) => place !== undefined);
    return [...turned.filter(({ ready }) => ready), ...turned.filter(({ ready }) => !ready)];
  }
}

interface Passing {
  readonly asked: IncomingMessage;
  readonly body: Buffer;
  readonly answer: ServerResponse;
}

function look(place: Place): void {
  const asked = request({ host: '127.0.0.1', port: place.port, path: '/health/ready', agent: false, timeout: 1_000 }, (told) => {
    place.ready = told.statusCode === 200;
    told.resume();
  });
  asked.once('timeout', () => asked.destroy(new Error('no answer')));
  asked.once('error', () => (place.ready = false));
  asked.end();
}

const pairs = (raw: readonly string[]): readonly (readonly [string, string])[] => raw.flatMap((name, at) => (at % 2 === 0 ? [[name, raw[at + 1] ?? ''] as const] : []));
