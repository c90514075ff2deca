import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Speech } from './client.js';

/** What the process of the clients is asked. */
export type Question =
  | { readonly what: 'open'; readonly group: string; readonly url: string; readonly speech: Speech; readonly tokens: readonly (string | null)[]; readonly atOnce: number }
  | { readonly what: 'emit'; readonly group: string; readonly name: string }
  | { readonly what: 'ended' | 'close'; readonly group: string }
  | { readonly what: 'heard' | 'forget' };

export interface Asked {
  readonly id: number;
  readonly question: Question;
}

export interface Opened {
  /** From the first begun to the last let in. */
  readonly ms: number;
  /** How long each took. */
  readonly took: readonly number[];
}

/** How many heard something, and (`clock`) when the first and the last did. */
export interface Heard {
  readonly count: number;
  readonly first: number;
  readonly last: number;
}

/** Very many clients in a process of their own: a server shares its processor with none of them. Sockets are opened, listened to and closed by groups. */
export class Fleet {
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, { readonly resolve: (answer: never) => void; readonly reject: (error: Error) => void }>();
  #asked = 0;

  constructor() {
    this.#child = fork(fileURLToPath(new URL('run.js', import.meta.url)), { stdio: ['ignore', 'inherit', 'inherit', 'ipc'], serialization: 'advanced' });
    this.#child.on('message', ({ id, answer, error }: { id: number; answer?: never; error?: string }) => {
      const waiting = this.#waiting.get(id);
      this.#waiting.delete(id);
      if (error === undefined) waiting?.resolve(answer as never);
      else waiting?.reject(new Error(error));
    });
    this.#child.once('exit', () => {
      for (const { reject } of this.#waiting.values()) reject(new Error('the process of the clients ended'));
    });
  }

  /** A socket a token (null: it gives none), so many at a time. */
  open(asked: Omit<Extract<Question, { what: 'open' }>, 'what'>): Promise<Opened> {
    return this.#ask({ what: 'open', ...asked });
  }

  /** Each of the group, until the server has acknowledged it to all. */
  emit(group: string, name: string): Promise<void> {
    return this.#ask({ what: 'emit', group, name });
  }

  /** What bears `mark <number>`, by its number, since it was last forgotten. */
  async heard(): Promise<ReadonlyMap<number, Heard>> {
    return new Map(await this.#ask<readonly (readonly [number, Heard])[]>({ what: 'heard' }));
  }

  forget(): Promise<void> {
    return this.#ask({ what: 'forget' });
  }

  /** Resolves when all of the group are closed, by the server: when each saw it (`clock`). */
  ended(group: string): Promise<readonly number[]> {
    return this.#ask({ what: 'ended', group });
  }

  /** Closes them from this side. */
  close(group: string): Promise<readonly number[]> {
    return this.#ask({ what: 'close', group });
  }

  stop(): void {
    this.#child.disconnect();
  }

  #ask<T>(question: Question): Promise<T> {
    this.#asked += 1;
    const id = this.#asked;
    return new Promise<T>((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#child.send({ id, question } satisfies Asked);
    });
  }
}
