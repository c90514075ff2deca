import { randomBytes } from 'node:crypto';

/** Finds a connection that is half open: each beat is published, and must come back on the subscription. */
export interface Heartbeat {
  /** Starts counting anew: the subscription has just been acknowledged. */
  reset(): void;
  /** The next beat to publish, or undefined when the last `most` of them did not come back. Counts beats, not time: a stall is no silence. */
  beat(): string | undefined;
  /** A beat was heard, perhaps another process's, or an old one again. */
  heard(beat: string): void;
}

/** A process's own heartbeat; `most` beats may stay without an echo. */
export const heartbeat = (most: number): Heartbeat => {
  const nonce = randomBytes(16).toString('base64url');
  let sent = 0;
  let echoed = 0;
  return {
    reset: () => void (echoed = sent),
    beat: () => {
      if (sent - echoed >= most) return undefined;
      sent += 1;
      return `${nonce}.${sent}`;
    },
    heard: (beat) => {
      const [whose, number = ''] = beat.split('.');
      const at = Number(number);
      if (whose === nonce && Number.isInteger(at) && at > echoed && at <= sent) echoed = at;
    },
  };
};
