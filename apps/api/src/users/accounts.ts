import { Injectable } from '@nestjs/common';
import {
  acceptInvitation,
  changePassword,
  rename,
  setUp,
  signIn,
  signInFailed,
  signUp,
  type Attempt,
  type ChangedAccount,
  type Refusal,
} from '@curfew/accounts';
import { CurfewError, type DeviceClaim, type InvitationAcceptance, type PasswordChange, type Receipt, type SetUp, type SignIn, type SignUp, type User } from '@curfew/contracts';
import type { Change, Opened, Origin } from '@curfew/sessions';

import { asUser, type Asking } from '../http/asking.js';
import { Parts } from '../parts.js';

/** Someone who has just signed up or in. */
export interface SignedInUser {
  readonly user: User;
  readonly opened: Opened;
}

/** What became of a change of password: the token that the asking session has from now on. */
export interface ChangedPassword {
  readonly receipt: Receipt;
  readonly token: string;
}

/** Signing up and in, and what a user changes of the own account. Slow hashing comes before each transaction, never within. */
@Injectable()
export class Accounts {
  constructor(private readonly parts: Parts) {}

  async signUp({ email, password, name, device }: SignUp, from: Origin): Promise<SignedInUser> {
    if (this.parts.settings.signUp === 'closed') throw new CurfewError('sign-up-closed');
    await this.parts.limits.opening(wholeAddress(from));
    const passwordHash = await this.parts.passwords.hash(password);
    return this.welcome(({ sql }) => signUp(sql, { email, name, passwordHash }, from), from, device);
  }

  async setUp({ secret, email, password, device }: SetUp, from: Origin): Promise<SignedInUser> {
    await this.parts.limits.opening(wholeAddress(from));
    const passwordHash = await this.parts.passwords.hash(password);
    return this.welcome(({ sql }) => setUp(sql, { secret, email, passwordHash }, from), from, device);
  }

  /** The account is there already: its owner chooses a password, by a link that works once. */
  async accept({ secret, password, name, device }: InvitationAcceptance, from: Origin): Promise<SignedInUser> {
    await this.parts.limits.opening(wholeAddress(from));
    const passwordHash = await this.parts.passwords.hash(password);
    return this.welcome(({ sql }) => acceptInvitation(sql, { secret, passwordHash, name }, from), from, device);
  }

  async signIn({ email, password, device }: SignIn, from: Origin): Promise<SignedInUser> {
    const attempt = await this.parts.limits.attempt({ account: email, ipAddress: wholeAddress(from) });
    const checked = await orWithdraw(attempt, this.parts.credentials.check({ email, password }));
    if (checked.kind === 'refused') {
      this.note(checked, from);
      throw new CurfewError('invalid-credentials');
    }
    const open = () => this.openFor(async ({ sql }) => ({ user: await signIn(sql, checked), events: [] }), from, device);
    const signedIn = await this.parts.sessions.inTurn(checked.userId, open);
    await attempt.succeeded();
    return signedIn;
  }

  /** Ends all other sessions unless told, and gives the asking one another token, in the transaction of the new password. */
  async changePassword({ currentPassword, newPassword, keepOtherSessions }: PasswordChange, asking: Asking): Promise<ChangedPassword> {
    const { userId, sessionId, email, from } = asking;
    const attempt = await this.parts.limits.attempt({ account: email, ipAddress: wholeAddress(from) });
    const provedHash = await orWithdraw(attempt, this.parts.credentials.prove({ userId, password: currentPassword }));
    await attempt.succeeded();
    const newHash = await this.parts.passwords.hash(newPassword, 'newPassword');
    const { value: token, events } = await this.parts.sessions.change(async (change) => {
      change.record(await changePassword(change.sql, { userId, provedHash, newHash }, { requestId: from.requestId, ipAddress: from.ipAddress, sessionId }));
      if (!keepOtherSessions) await this.parts.sessions.revoke({ userId, spare: sessionId }, 'password-changed', { ...asUser(asking), change });
      return this.parts.sessions.rotate(asking.known, change);
    });
    // Consumers say that they know of what ends sessions; of a password alone there is nothing to wait for.
    const ending = events.filter(({ type }) => type === 'sessions-revoked');
    return { receipt: await (ending.length > 0 ? this.parts.sessions.receipt(ending) : this.parts.sessions.receipt(events, 0)), token };
  }

  async rename(name: string | null, { userId, from }: Asking): Promise<User> {
    const { value } = await this.parts.sessions.change(async (change) => recorded(change, await rename(change.sql, { userId, name }, from)));
    return value.user;
  }

  // Where an account was made is where its owner will not be locked out by what others fail at.
  private async welcome(...[account, origin, claim]: Parameters<Accounts['openFor']>): Promise<SignedInUser> {
    const signedIn = await this.openFor(account, origin, claim);
    await this.parts.limits.opened({ account: signedIn.user.email, ipAddress: wholeAddress(origin) });
    return signedIn;
  }

  private async openFor(account: (change: Change) => Promise<ChangedAccount>, origin: Origin, claim: DeviceClaim | undefined): Promise<SignedInUser> {
    const { value } = await this.parts.sessions.change(async (change) => {
      const { user } = recorded(change, await account(change));
      const opened = await this.parts.sessions.open({ userId: user.id, method: 'password', origin, claim }, change);
      return { user, opened };
    });
    return value;
  }

  // Nobody waits for it: an unknown address has no event, and must not be told apart by the time that an event takes.
  private note({ userId, reason }: Refusal, { requestId, ipAddress }: Origin): void {
    this.parts.log.info({ userId, reason, requestId, ipAddress }, 'a sign-in was refused');
    if (userId === null) return;
    const act = { actor: { type: 'system', id: null }, requestId, ipAddress } as const;
    this.parts.sessions
      .change(async (change) => change.record(await signInFailed(change.sql, { userId, reason }, act)))
      .catch((error: unknown) => this.parts.log.warn({ err: error, requestId }, 'a failed sign-in could not be written down'));
  }
}

// Who share a network do not share their limits.
const wholeAddress = ({ ipAddress, clientAddress = ipAddress }: Origin): string => clientAddress;

const recorded = (change: Change, changed: ChangedAccount): ChangedAccount => {
  for (const event of changed.events) change.record(event);
  return changed;
};

// A wrong password stays counted; when it could not be checked at all, the try is given back.
const orWithdraw = <T>(attempt: Attempt, check: Promise<T>): Promise<T> =>
  check.catch(async (error: unknown) => {
    if (!(error instanceof CurfewError && error.code === 'invalid-credentials')) await attempt.withdrawn();
    throw error;
  });
