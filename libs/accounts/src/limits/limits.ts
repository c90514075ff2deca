/** Who tries: the account as it was typed, known or not, and the address it came from. */
export interface Trier {
  readonly account: string;
  readonly ipAddress: string;
}

/** Bounds guessing. A try counts as failed until it is said to have succeeded. */
export interface SignInLimits {
  /** Takes one try of a password. @throws CurfewError `too-many-requests` with the seconds to wait */
  attempt(trier: Trier): Promise<Attempt>;
  /** Takes one try that makes an account or spends a one-time secret. @throws CurfewError `too-many-requests` */
  opening(ipAddress: string): Promise<void>;
  /** The account was made from here: the network is known as good. */
  opened(trier: Trier): Promise<void>;
  stop(): Promise<void>;
}

/** A try that was taken. */
export interface Attempt {
  /** It was the right password: gives the try back, forgets the failures of this account here, and knows the network as good from now on. */
  succeeded(): Promise<void>;
  /** It was never checked: gives the try back. */
  withdrawn(): Promise<void>;
}

/** Limits nothing: RATE_LIMIT=off. Whoever makes it says so in the log. */
export const noLimits: SignInLimits = {
  attempt: () => Promise.resolve({ succeeded: () => Promise.resolve(), withdrawn: () => Promise.resolve() }),
  opening: () => Promise.resolve(),
  opened: () => Promise.resolve(),
  stop: () => Promise.resolve(),
};
