import { after, type Instant } from './instant.js';
import type { Admission, Known } from './known.js';
import type { Several } from './several.js';

/**
 * A session as it was read. `forgotten`: something about it changed, so it admits nobody until it is read again, but what is open
 * stays open. `doubted`: events may have been missed, so nothing passes on its sockets either.
 */
export type Copy<S extends Known> = {
  admission: Extract<Admission<S>, { kind: 'live' }>;
  /** When its read was sent, and how much had been heard by then. */
  sentAt: Instant;
  heard: number;
  deadline: Instant;
  absolute: Instant;
  mood: 'good' | 'forgotten' | 'doubted';
  /** For good: it admits nobody and passes nothing. It is still here because its sockets are not gone yet. */
  ended: boolean;
  /** Used since eviction last looked at it. */
  warm: boolean;
  /** Null while none is open: there may be a million copies. */
  sockets: Several;
};

/** When a read was sent, and how much had been heard by then. */
export type ReadAt = { readonly sentAt: Instant; readonly heard: number };

/** How many copies eviction looks at for each that comes in. All may be in use: then there is one too many for a while. */
const LOOKS = 64;

/** The sessions that are held in memory, by token, by id and by user. Bounded, except that those with open sockets stay. */
export class Copies<S extends Known> {
  readonly #byId = new Map<string, Copy<S>>();
  readonly #byToken = new Map<string, Copy<S>>();
  readonly #byUser = new Map<string, Copy<S> | Set<Copy<S>>>();

  constructor(private readonly capacity: number) {}

  get size(): number {
    return this.#byId.size;
  }

  withToken(tokenHash: string): Copy<S> | undefined {
    return this.#byToken.get(tokenHash);
  }

  withId(id: string): Copy<S> | undefined {
    return this.#byId.get(id);
  }

  /** A list of its own: what walks it may drop copies. */
  ofUser(userId: string): readonly Copy<S>[] {
    const held = this.#byUser.get(userId);
    if (held === undefined) return [];
    return held instanceof Set ? [...held] : [held];
  }

  /** Keeps what was read. A copy that is there already takes it over, with its sockets. */
  put(session: S, read: ReadAt): Copy<S> {
    const known = this.#byId.get(session.id);
    // Each written out: one made by spreading another has a hidden class of its own in V8, 300 bytes for each of a million.
    const copy: Copy<S> = {
      admission: { kind: 'live', session },
      sentAt: read.sentAt,
      heard: read.heard,
      deadline: after(read.sentAt, session.expiresInMs),
      absolute: after(read.sentAt, session.absoluteInMs),
      mood: 'good',
      ended: known?.ended ?? false,
      warm: true,
      sockets: known?.sockets ?? null,
    };
    if (known !== undefined) {
      this.#byToken.delete(known.admission.session.tokenHash);
      this.#byToken.set(session.tokenHash, Object.assign(known, copy));
      return known;
    }
    this.#index(copy);
    this.#evict();
    return copy;
  }

  drop(copy: Copy<S>): void {
    const { id, tokenHash, userId } = copy.admission.session;
    this.#byId.delete(id);
    this.#byToken.delete(tokenHash);
    const held = this.#byUser.get(userId);
    if (held instanceof Set && held.size > 1) held.delete(copy);
    else this.#byUser.delete(userId);
  }

  /** Drops all others, at once, however many there are. */
  keepOnly(kept: Iterable<Copy<S>>): void {
    this.#byId.clear();
    this.#byToken.clear();
    this.#byUser.clear();
    for (const copy of kept) this.#index(copy);
  }

  #index(copy: Copy<S>): void {
    const { id, tokenHash, userId } = copy.admission.session;
    this.#byId.set(id, copy);
    this.#byToken.set(tokenHash, copy);
    const held = this.#byUser.get(userId);
    if (held === undefined) this.#byUser.set(userId, copy);
    else if (held instanceof Set) held.add(copy);
    else this.#byUser.set(userId, new Set([held, copy]));
  }

  /** Second chance: from the oldest on, what was used since or has sockets goes to the end of the queue. */
  #evict(): void {
    let looks = Math.min(LOOKS, this.#byId.size - 1);
    for (const [id, copy] of this.#byId) {
      if (this.#byId.size <= this.capacity || looks-- === 0) return;
      if (copy.warm || copy.sockets !== null) {
        copy.warm = false;
        this.#byId.delete(id);
        this.#byId.set(id, copy);
      } else this.drop(copy);
    }
  }
}
