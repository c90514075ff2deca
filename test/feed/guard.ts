import { randomUUID } from 'node:crypto';
import { get, type IncomingMessage } from 'node:http';
import type { Event, FeedPage } from '@curfew/contracts';
import { ok, type Answer } from '../support/ask.js';
import { atEnd } from '../support/at-end.js';
import type { Door } from '../support/curfew.js';
import { eventually } from '../support/eventually.js';
import type { Service } from '../services/service.js';

/** A consumer of the feed, of the plainest kind: it asks, and says that it has applied what it was answered. */
export class Guard {
  private constructor(
    readonly service: Service,
    readonly id: string,
    readonly leaseMs: number,
    public cursor: string,
  ) {}

  static async registered(service: Service, query: Readonly<Record<string, string>> = {}): Promise<Guard> {
    const { consumer, leaseMs, cursor } = await service.call<FeedPage>(`GET /v1/feed?${new URLSearchParams(query).toString()}`);
    return new Guard(service, consumer, leaseMs, cursor);
  }

  /** Asks for what is new; the next question says that it is applied. */
  async poll(api: Door = this.service.api): Promise<readonly Event[]> {
    const page = ok<FeedPage>(await this.ask({ after: this.cursor }, api));
    this.cursor = page.cursor;
    return page.events;
  }

  ask(query: Readonly<Record<string, string>>, api: Door = this.service.api): Promise<Answer> {
    return this.service.at(api).ask(`GET /v1/feed?${new URLSearchParams({ consumer: this.id, ...query }).toString()}`);
  }

  acknowledge(events: readonly Pick<Event, 'id'>[], socketsClosed: number, api: Door = this.service.api): Promise<Answer> {
    return this.service.at(api).ask('POST /v1/feed/acks', { body: { consumer: this.id, acks: events.map(({ id }) => ({ eventId: id, socketsClosed })) } });
  }

  stream(last?: string, api: Door = this.service.api): Promise<Stream> {
    return Stream.opened(this, api, last);
  }
}

/** A stream of server-sent events, read by hand. */
export class Stream {
  text = '';
  ended = false;

  private constructor(private readonly answer: IncomingMessage) {
    answer.setEncoding('utf8');
    answer.on('data', (part: string) => (this.text += part));
    answer.once('close', () => (this.ended = true));
    answer.on('error', () => undefined);
  }

  static opened({ service, id }: Guard, api: Door, last: string | undefined): Promise<Stream> {
    return new Promise((resolve, reject) => {
      const headers = { authorization: `Bearer ${service.secret}`, ...(last === undefined ? {} : { 'last-event-id': last }) };
      const asked = get(new URL(`/v1/feed/stream?consumer=${id}`, api.url), { agent: false, headers }, (answer) => {
        if (answer.statusCode !== 200) return reject(new Error(`answered ${answer.statusCode}`));
        resolve(new Stream(answer));
      });
      asked.once('error', reject);
      atEnd(async () => void asked.destroy());
    });
  }

  get type(): string | undefined {
    return this.answer.headers['content-type'];
  }

  get events(): readonly Event[] {
    return this.lines('data: ').map((data) => JSON.parse(data) as Event);
  }

  get lastId(): string | undefined {
    return this.lines('id: ').at(-1);
  }

  /** The first event that fits, once it is there. */
  event(fits: (event: Event) => boolean): Promise<Event> {
    return eventually(() => this.events.find(fits), 30_000);
  }

  /** Reads no more of it. */
  pause(): void {
    this.answer.pause();
  }

  resume(): void {
    this.answer.resume();
  }

  private lines(beginning: string): readonly string[] {
    return this.text.split('\n\n').slice(0, -1).flatMap((part) => part.split('\n').filter((line) => line.startsWith(beginning)).map((line) => line.slice(beginning.length)));
  }
}

/** A UUIDv7 that nothing has. */
export const nowhere = (): string => randomUUID().replace(/^(.{14})./, '$17');
