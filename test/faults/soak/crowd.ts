import type { Ended, IssuedApiKey, ServiceSignedIn, SignedIn } from '@curfew/contracts';
import { io, type Socket } from 'socket.io-client';
import { askKept, type Answered, type Asked } from '../../measure/asking.js';
import type { Curfew, Door } from '../../support/curfew.js';
import { within } from '../../support/eventually.js';
import type { Random } from '../random.js';

/** What was seen. `took`: from the request that ended a session until its socket was closed, in ms. */
export interface Seen {
  opened: number;
  ended: number;
  confirmed: number;
  refused: number;
  admitted: number;
  reconnected: number;
  readonly took: number[];
  /** What must not be, each kind with how often. */
  readonly wrong: Map<string, number>;
}

/** Live sessions with a socket each: as one is ended, another takes its place. */
export class Crowd {
  readonly seen: Seen = { opened: 0, ended: 0, confirmed: 0, refused: 0, admitted: 0, reconnected: 0, took: [], wrong: new Map() };
  private readonly members: Member[] = [];
  private serviceKey = '';
  private rootToken = '';

  constructor(
    private readonly place: Curfew,
    private readonly random: Random,
    private readonly root: { readonly email: string; readonly password: string },
  ) {}

  get size(): number {
    return this.members.length;
  }

  /** Signs the administrator in, who watches on each gateway, and brings so many in. */
  async gather(size: number): Promise<void> {
    const { apis: [api], gateways } = this.place;
    this.rootToken = (await kept<SignedIn>(api, 'POST /v1/sessions', { token: '', body: { ...this.root, delivery: 'token' } })).body.token ?? '';
    this.serviceKey = (await this.asRoot<IssuedApiKey>('POST /v1/admin/api-keys', { name: 'soak', scopes: ['sessions:read', 'sessions:write'] })).body.secret;
    for (const gateway of gateways) await (await connect(gateway, this.rootToken)).emitWithAck('watch', {});
    let left = size;
    await Promise.all(Array.from({ length: 20 }, async () => {
      while (left-- > 0) await this.welcome().catch(() => void (left += 1));
    }));
  }

  /** Ends someone's session in one of the ways that there are, waits until their socket is closed, asks once more with their token, and welcomes another. */
  async replaceOne(): Promise<void> {
    const gone = this.members.splice(Math.floor(this.random.next() * this.members.length), 1)[0];
    if (gone === undefined) return this.note('nobody is left');
    const closed = new Promise<string>((resolve) => void gone.socket.once('disconnect', resolve));
    const sent = performance.now();
    const answer = await this.end(gone);
    if (answer.status !== 200) {
      this.members.push(gone);
      return this.note(`an end was answered ${answer.status}`);
    }
    this.seen.ended += 1;
    if (answer.body.receipt?.confirmed) this.seen.confirmed += 1;
    const how = await beforeLease(closed);
    if (how !== 'io server disconnect') this.note(`the socket of an ended session: ${how ?? 'still open'}`);
    else this.seen.took.push(performance.now() - sent);
    gone.socket.disconnect();
    const again = await kept(this.anyApi(), 'GET /v1/sessions/current', { token: gone.token });
    if (again.status === 401) this.seen.refused += 1;
    else this.note(`an ended session was answered ${again.status}`);
    await this.welcome();
  }

  async askOne(): Promise<void> {
    const asked = this.random.of(this.members);
    const { status } = await kept(this.anyApi(), 'GET /v1/sessions/current', { token: asked.token });
    if (status === 200) this.seen.admitted += 1;
    else if (this.members.includes(asked)) this.note(`a live session was answered ${status}`);
  }

  /** A connection that breaks off, as when a phone goes into a tunnel, and comes back. */
  async reconnectOne(): Promise<void> {
    const one = this.members.splice(Math.floor(this.random.next() * this.members.length), 1)[0];
    if (one === undefined) return;
    one.socket.removeAllListeners('disconnect');
    one.socket.io.engine.close();
    await this.comeBack(one.sessionId, one.token);
  }

  leave(): void {
    this.members.length = 0;
    for (const socket of sockets) socket.disconnect();
  }

  note(what: string): void {
    this.seen.wrong.set(what, (this.seen.wrong.get(what) ?? 0) + 1);
  }

  async welcome(): Promise<void> {
    const externalId = `someone-${Math.floor(this.random.next() * 1_000)}`;
    const { status, body } = await kept<ServiceSignedIn>(this.anyApi(), 'POST /v1/service/sessions', { token: this.serviceKey, body: { subject: { externalId }, ipAddress: '192.0.2.7', userAgent } });
    if (status !== 201) return this.note(`a sign-in was answered ${status}`);
    this.seen.opened += 1;
    this.enter(body.session.id, body.token, await connect(this.random.of(this.place.gateways), body.token));
  }

  private async comeBack(sessionId: string, token: string): Promise<void> {
    const socket = await connect(this.random.of(this.place.gateways), token).catch((error: unknown) => this.note(`coming back: ${String(error)}`));
    if (socket === undefined) return;
    this.enter(sessionId, token, socket);
    this.seen.reconnected += 1;
  }

  private enter(sessionId: string, token: string, socket: Socket): void {
    const member = { sessionId, token, socket };
    this.members.push(member);
    socket.once('disconnect', (why) => {
      if (!this.members.includes(member)) return;
      this.note(`the socket of a live session was closed: ${why}`);
      this.members.splice(this.members.indexOf(member), 1);
      void this.comeBack(sessionId, token);
    });
  }

  private end({ sessionId, token }: Member): Promise<Answered<Partial<Ended>>> {
    const way = this.random.next();
    if (way < 0.4) return kept(this.anyApi(), `DELETE /v1/service/sessions/${sessionId}`, { token: this.serviceKey });
    return way < 0.7 ? this.asRoot(`DELETE /v1/admin/sessions/${sessionId}`) : kept(this.anyApi(), 'DELETE /v1/sessions/current', { token });
  }

  private asRoot<T>(what: string, body?: object): Promise<Answered<T>> {
    return kept<T>(this.anyApi(), what, { token: this.rootToken, ...(body === undefined ? {} : { body }) });
  }

  private anyApi(): Door {
    return this.random.of(this.place.apis);
  }
}

interface Member {
  readonly sessionId: string;
  readonly token: string;
  readonly socket: Socket;
}

const userAgent = 'Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0';

const sockets = new Set<Socket>();

async function connect(gateway: Door, token: string): Promise<Socket> {
  const socket = io(gateway.url, { transports: ['websocket'], forceNew: true, reconnection: false, auth: { token }, timeout: 30_000 });
  sockets.add(socket);
  socket.once('disconnect', () => sockets.delete(socket));
  const entry = new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('connect_error', reject);
    socket.once('disconnect', (why) => reject(new Error(`a socket was closed before it was let in: ${why}`)));
  });
  await within(40_000, entry, 'a socket is let in');
  return socket;
}

const kept = <T>(of: Door, what: string, asked: Asked): Promise<Answered<T>> => within(40_000, askKept<T>(of, what, asked), `${what.replace(/[0-9a-f-]{36}/, '…')} is answered`);

/** As much as a lease, and what the machine may take besides. */
function beforeLease(closed: Promise<string>): Promise<string | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), 15_000);
  });
  return Promise.race([closed, late]).finally(() => clearTimeout(timer));
}
