import { setMaxListeners } from 'node:events';
import { createServer, connect, type AddressInfo, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/** How a wire behaves. `match`: only what answers a question with this text is late. */
export type Weather =
  | { readonly kind: 'fair' }
  /** Nothing passes, and nobody is told; what was sent arrives afterwards. */
  | { readonly kind: 'stall' }
  | { readonly kind: 'delay'; readonly ms: number }
  /** A few bytes at a time. */
  | { readonly kind: 'drip'; readonly bytes: number; readonly ms: number }
  /** Every connection is cut, and so is every new one. */
  | { readonly kind: 'refuse' }
  | { readonly kind: 'slow-answers'; readonly match: string; readonly ms: number };

/** A TCP proxy in front of a server, with faults. */
export class Wire {
  private readonly links = new Set<Link>();
  private readonly sockets = new Set<Socket>();
  private weather: Weather = { kind: 'fair' };
  private turned = turning();

  private constructor(
    private readonly server: ReturnType<typeof createServer>,
    private readonly there: () => { readonly host: string; readonly port: number },
  ) {
    server.on('connection', (here) => this.carry(here));
  }

  /** A wire to where `there` says at the time of each connection. */
  static async to(there: () => { readonly host: string; readonly port: number }): Promise<Wire> {
    const server = createServer({ allowHalfOpen: true, noDelay: true });
    const wire = new Wire(server, there);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return wire;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** The same URL by this wire. */
  instead(url: string): string {
    return Object.assign(new URL(url), { hostname: '127.0.0.1', port: String(this.port) }).href;
  }

  turn(weather: Weather): void {
    this.weather = weather;
    this.turned.abort();
    this.turned = turning();
    if (weather.kind === 'refuse') this.cut();
  }

  /** Cuts every connection that is open now. Not by a reset: Node keeps the handle of one that is half closed for ever then. */
  cut(): void {
    for (const link of this.links) link.end();
  }

  /** Half open: what is sent on connections that are open now is lost from here on, and nobody is told. New ones work. */
  silence(): void {
    for (const link of this.links) link.silent = true;
  }

  close(): void {
    // Not waited for: a connection that is half open may never say that it is over.
    this.server.close();
    this.cut();
    for (const socket of this.sockets) socket.destroy();
  }

  private carry(here: Socket): void {
    if (this.weather.kind === 'refuse') return void here.destroy();
    const beyond = connect({ ...this.there(), noDelay: true });
    const link: Link = { silent: false, slowUntil: 0, end: () => [here, beyond].forEach((end) => end.destroy()) };
    this.links.add(link);
    for (const socket of [here, beyond]) this.sockets.add(socket.once('close', () => this.sockets.delete(socket)));
    this.pump(link, { from: here, to: beyond, asks: true });
    this.pump(link, { from: beyond, to: here, asks: false });
  }

  private pump(link: Link, { from, to, asks }: Direction): void {
    let tail = Promise.resolve();
    from.on('data', (data) => {
      if (asks) this.notice(link, data);
      tail = tail.then(() => this.pass(link, data, { from, to, asks }));
    });
    from.on('error', () => undefined);
    from.on('end', () => void tail.then(() => link.silent || to.end()));
    from.on('close', () => {
      if (to.closed) this.links.delete(link);
      if (!link.silent) void tail.then(() => to.destroy());
      else if (to.destroyed || asks) to.destroy();
    });
  }

  private async pass(link: Link, data: Buffer, { to, asks }: Direction): Promise<void> {
    while (this.weather.kind === 'stall' && !to.destroyed) await this.untilTurned();
    if (this.weather.kind === 'delay') await this.untilTurned(this.weather.ms);
    if (!asks && link.slowUntil > performance.now()) await this.untilTurned(link.slowUntil - performance.now());
    if (link.silent || to.destroyed) return;
    if (this.weather.kind === 'drip') return this.drip(data, to);
    to.write(data);
  }

  private async drip(data: Buffer, to: Socket): Promise<void> {
    for (let at = 0; at < data.length; ) {
      const { weather } = this;
      const bytes = weather.kind === 'drip' ? weather.bytes : data.length;
      if (!to.destroyed) to.write(data.subarray(at, at + bytes));
      at += bytes;
      if (weather.kind === 'drip') await this.untilTurned(weather.ms);
    }
  }

  private notice(link: Link, data: Buffer): void {
    if (this.weather.kind === 'slow-answers' && data.includes(this.weather.match)) link.slowUntil = performance.now() + this.weather.ms;
  }

  private async untilTurned(ms = 200): Promise<void> {
    await pause(ms, undefined, { signal: this.turned.signal }).catch(() => undefined);
  }
}

// Whatever is held up listens to it.
function turning(): AbortController {
  const turned = new AbortController();
  setMaxListeners(0, turned.signal);
  return turned;
}

interface Link {
  silent: boolean;
  slowUntil: number;
  readonly end: () => void;
}

interface Direction {
  readonly from: Socket;
  readonly to: Socket;
  /** From the one who connected. */
  readonly asks: boolean;
}
