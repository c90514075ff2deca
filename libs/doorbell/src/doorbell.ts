import { channels, type Acknowledgement, type Channel, type Event, type PresenceNews } from '@curfew/contracts';

import { Ear } from './ear.js';
import { envelopes, type Envelopes } from './envelope.js';
import { each, hand, type Hearing } from './hearing.js';
import { heartbeat } from './heartbeat.js';
import { Mouth } from './mouth.js';
import type { DoorbellOptions, DoorbellStatus, Fault } from './options.js';
import { Repeats } from './repeats.js';
import { Together } from './together.js';

export type { Hearing } from './hearing.js';

/**
 * Tells other processes at once what was committed, and hears them. It hurries and never decides: what it loses, the log brings.
 * No method throws or waits for Redis.
 */
export class Doorbell {
  private readonly hearings = new Set<Hearing>();
  private readonly dropped: Record<Fault, number> = { hmac: 0, epoch: 0, schema: 0, size: 0 };
  private readonly heartbeat = heartbeat(3);
  private readonly repeats = new Repeats();
  private readonly envelopes: Envelopes;
  private readonly mouth: Mouth;
  private readonly ear: Ear;
  private readonly calm = new Together<Event>((events) => this.ringNow(events), CALM_MS);
  private readonly gathered: Acknowledgement[] = [];
  private gathering: NodeJS.Timeout | undefined;
  private beating: NodeJS.Timeout | undefined;
  private epoch: number;

  constructor(private readonly options: DoorbellOptions) {
    this.epoch = options.epoch;
    this.envelopes = envelopes(options.key, () => this.epoch);
    this.mouth = new Mouth(options);
    this.ear = new Ear(options, {
      message: (channel, message) => this.hear(channel, message),
      subscribed: () => this.subscribed(),
    });
  }

  /** Connects, and keeps trying for ever. Resolves when the first subscription is acknowledged or known to have failed (2 s at most). */
  async start(): Promise<void> {
    this.beating = setInterval(() => this.beat(), 1000);
    this.mouth.start();
    await this.ear.start();
  }

  /** The log is in this epoch now: what is said is of it, and what was said in another is dropped. */
  enter(epoch: number): void {
    this.epoch = epoch;
  }

  /**
   * Rings these events, just committed; `trace` goes with them to whoever hears them. At once, but for what changes nothing of what is admitted:
   * many who sign in at once are a message every few milliseconds, and not one each for every process to open.
   */
  ring(events: readonly Event[], trace?: string): void {
    if (trace === undefined && events.every(({ type }) => CALM.has(type))) return this.calm.add(events);
    this.calm.passOn();
    this.ringNow(events, trace);
  }

  /** Says these in a moment, together with what else is acknowledged by then, and says them again when Redis was not there for them. */
  acknowledge(acknowledgements: readonly Acknowledgement[]): void {
    if (acknowledgements.length === 0) return;
    this.gathered.push(...acknowledgements);
    this.gathering ??= setTimeout(() => this.sayGathered(), GATHERING_MS);
  }

  /** Tells who came, went or was active on this process. */
  tellPresence(news: PresenceNews['news']): void {
    for (const some of inParts(news)) void this.publish(channels.presence, { news: some });
  }

  /** Has `hearing` told of every verified message from now on, beside those who listen already. */
  listen(hearing: Hearing): void {
    this.hearings.add(hearing);
  }

  status(): DoorbellStatus {
    return {
      connected: this.ear.subscribed && this.mouth.ready,
      dropped: { ...this.dropped },
      publishFailures: this.mouth.failures,
    };
  }

  /** Closes both connections; what was just rung is still sent. */
  async stop(): Promise<void> {
    clearInterval(this.beating);
    this.sayGathered();
    this.calm.passOn();
    this.ear.stop();
    this.mouth.stop();
  }

  private ringNow(events: readonly Event[], trace?: string): void {
    for (const some of inParts(events)) void this.publish(channels.events, { events: some, trace });
  }

  private publish(channel: Channel, body: object): Promise<boolean> {
    return this.mouth.publish(channel, this.envelopes.seal(channel, body));
  }

  private sayGathered(): void {
    clearTimeout(this.gathering);
    this.gathering = undefined;
    for (const some of inParts(this.gathered.splice(0))) void this.say(some);
  }

  private async say(acknowledgements: readonly Acknowledgement[]): Promise<void> {
    if (!this.repeats.calm) this.repeats.add(acknowledgements);
    if (await this.publish(channels.acks, { acknowledgements })) return;
    this.repeats.beat(false);
    this.repeats.add(acknowledgements);
  }

  private hear(channel: Channel, message: Buffer): void {
    const opened = this.envelopes.open(channel, message);
    if ('fault' in opened) return this.drop(channel, opened.fault);
    const listeners = { hearings: this.hearings, log: this.options.log, beat: (beat: string) => this.heartbeat.heard(beat) };
    if (!hand(channel, opened.body, listeners)) this.drop(channel, 'schema');
  }

  private drop(channel: Channel, fault: Fault): void {
    this.dropped[fault] += 1;
    // The first of its kind is worth a line; a flood of them is not.
    const level = this.dropped[fault] === 1 ? 'warn' : 'debug';
    this.options.log[level]({ channel, fault }, 'dropped a message on Redis that is not ours or not in order');
  }

  private subscribed(): void {
    this.heartbeat.reset();
    this.repeat();
    each({ hearings: this.hearings, log: this.options.log, beat: () => undefined }, (hearing) => hearing.resubscribed?.());
  }

  private repeat(): void {
    if (this.mouth.connected) this.acknowledge(this.repeats.take());
  }

  private beat(): void {
    this.repeats.beat(this.ear.subscribed && this.mouth.ready);
    this.repeat();
    if (!this.ear.subscribed) return;
    const beat = this.heartbeat.beat();
    if (beat !== undefined) return void this.publish(channels.events, { heartbeat: beat });
    this.options.log.warn({}, 'Redis has echoed nothing for 3 s: connecting anew');
    this.mouth.reconnectIfSilent();
    this.ear.reconnect();
  }
}

// Sockets are closed before it is said that they are: a hundred ends at once are one message, and not a hundred that stand in the way of the next end.
const GATHERING_MS = 2;

// They say nothing about what is held in memory.
const CALM: ReadonlySet<string> = new Set(['session-created', 'user-created', 'sign-in-failed']);
const CALM_MS = 10;

// A part stays far below what is taken: an event is a few kilobytes at most.
const PART = 500;

const inParts = <T>(all: readonly T[]): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(all.length / PART) }, (_, at) => all.slice(at * PART, (at + 1) * PART));
