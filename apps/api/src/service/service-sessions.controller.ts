import { Body, Controller, Delete, Get, Param, Post, Query } from '@nestjs/common';
import { admitSubject } from '@curfew/accounts';
import {
  CurfewError,
  ended,
  endedMany,
  externalId,
  id,
  page,
  serviceEndQuery,
  serviceSignedIn,
  serviceSignIn,
  session,
  subjectSessionQuery,
  type Ended,
  type EndedMany,
  type Page,
  type ServiceSignedIn,
  type ServiceSignIn,
  type Session,
  type SubjectSessionQuery,
} from '@curfew/contracts';
import { keptAddress } from '@curfew/platform';

import { Answers } from '../documentation/answers.js';
import { Services } from '../http/access.js';
import { asService, Serves, type Serving } from '../http/serving.js';
import { Parts } from '../parts.js';

interface Waiting {
  readonly wait?: number | undefined;
}

@Controller('v1/service')
export class ServiceSessionsController {
  constructor(private readonly parts: Parts) {}

  @Services('sessions:write')
  @Post('sessions')
  @Answers(201, serviceSignedIn, 'Opens a session for someone whom one’s own login has let in; their account here is made at the first. 409 `email-taken` where the address is another account’s.')
  async open(@Body({ schema: serviceSignIn }) { subject, ipAddress, userAgent, device }: ServiceSignIn, @Serves() serving: Serving): Promise<ServiceSignedIn> {
    const by = asService(serving);
    const origin = { ipAddress: keptAddress(this.parts.settings.ipPrivacy)(ipAddress), clientAddress: ipAddress, userAgent: userAgent ?? null, hints: {}, requestId: serving.requestId };
    const signedIn = (userId: string) => ({ userId, method: 'service', origin, claim: device, actor: by.actor }) as const;
    const { sessions, subjects } = this.parts;
    const opened = await sessions.inTurn(`subject ${subject.externalId}`, async () => {
      const known = await subjects.upToDate(subject);
      if (known !== undefined) return sessions.open(signedIn(known));
      const { value } = await sessions.change(async (change) => {
        const { userId, events } = await admitSubject(change.sql, subject, by);
        for (const event of events) change.record(event);
        return sessions.open(signedIn(userId), change);
      });
      return value;
    }).catch(disabled);
    return { session: { ...opened.session, current: false }, token: opened.token };
  }

  @Services('sessions:read')
  @Get('subjects/:externalId/sessions')
  @Answers(200, page(session), 'The sessions of someone whom a service signed in. Live ones unless told.')
  async list(@Param('externalId', { schema: externalId }) who: string, @Query({ schema: subjectSessionQuery }) query: SubjectSessionQuery): Promise<Page<Session>> {
    return this.parts.sessions.lists.own({ ...query, userId: await this.parts.subjects.idOf(who), currentId: null });
  }

  @Services('sessions:write')
  @Delete('subjects/:externalId/sessions')
  @Answers(200, endedMany, 'Ends all sessions of someone whom a service signed in, as one act.')
  async endAll(@Param('externalId', { schema: externalId }) who: string, @Query({ schema: serviceEndQuery }) { wait }: Waiting, @Serves() serving: Serving): Promise<EndedMany> {
    return this.parts.sessions.revoke({ userId: await this.parts.subjects.idOf(who) }, 'revoked-by-service', { ...asService(serving), waitMs: wait });
  }

  @Services('sessions:write')
  @Delete('sessions/:id')
  @Answers(200, ended, 'Ends a session. Answers the same the second time.')
  end(@Param('id', { schema: id }) which: string, @Query({ schema: serviceEndQuery }) { wait }: Waiting, @Serves() serving: Serving): Promise<Ended> {
    return this.parts.sessions.revoke({ sessionId: which }, 'revoked-by-service', { ...asService(serving), waitMs: wait });
  }
}

// To whom a person has not shown a password it says why: 401 would speak of the service's own key.
const disabled = (error: unknown): never => {
  if (error instanceof CurfewError && error.code === 'invalid-credentials') throw new CurfewError('forbidden', { detail: 'This account is disabled.' });
  throw error;
};
