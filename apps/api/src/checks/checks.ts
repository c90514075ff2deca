import type { IncomingMessage, ServerResponse } from 'node:http';

import type { LiveSession } from '@curfew/sessions';

import type { Answered } from '../http/answered.js';
import { credentialsOf } from '../http/credentials.js';
import { hintsOf } from '../http/origin.js';
import { requestIdOf } from '../http/request-id.js';
import { wholeAnswers, type OwnPart } from '../http/whole-answer.js';
import type { Parts } from '../parts.js';
import { FORWARD_AUTH, questionOf } from './question.js';

/** What checks are answered with: of each answer its headers, and who is told of it. */
export interface CheckParts {
  readonly parts: Pick<Parts, 'sessions' | 'cookie' | 'tracing'>;
  readonly headers: Readonly<Record<string, string>>;
  /** Of the server, in milliseconds. */
  readonly keepAliveTimeout: number;
  readonly addressOf: (request: IncomingMessage) => string;
  readonly keptAddress: (address: string) => string;
  readonly answered: (answered: Answered) => void;
}

/**
 * Answers what is asked most, whether a request may pass and which session asks, before the framework sees it: at once, from memory, for a live
 * session that asks plainly. Whatever is unusual, whoever memory does not admit, and all who ask while the process stops or requests are traced,
 * take the long way, and are answered there as if this were not here. What both ways answer is the same to the byte; a test compares them.
 */
export class Checks {
  private readonly say: (response: ServerResponse, own: OwnPart) => void;
  private closed: boolean;

  constructor(private readonly given: CheckParts) {
    this.closed = given.parts.tracing.on;
    const carried = Object.entries({ ...given.headers, 'cache-control': 'no-store', vary: 'Origin' }).map(([name, value]) => [name.toLowerCase(), value] as const);
    this.say = wholeAnswers(carried, given.keepAliveTimeout);
  }

  /** Answers, or leaves the request as it was: false. */
  answer(request: IncomingMessage, response: ServerResponse): boolean {
    const began = performance.now();
    const question = this.closed ? undefined : questionOf(request);
    if (question === undefined) return false;
    const session = this.used(request);
    if (session === undefined) return false;
    const requestId = requestIdOf(request.headers['x-request-id']);
    this.note(session, request, requestId);
    if (question === FORWARD_AUTH) this.letPass(response, session, requestId);
    else this.tell(response, session, requestId);
    this.given.answered({ requestId, method: 'GET', url: question, route: question, status: 200, ms: performance.now() - began });
    return true;
  }

  /** From now on everything takes the long way, which tells clients to come back by another connection. */
  close(): void {
    this.closed = true;
  }

  private used({ headers }: IncomingMessage): LiveSession | undefined {
    const { sessions, cookie } = this.given.parts;
    const credentials = credentialsOf(headers, cookie.name);
    return typeof credentials === 'string' ? undefined : sessions.use(credentials.token);
  }

  private note(session: LiveSession, request: IncomingMessage, requestId: string): void {
    const { parts, addressOf, keptAddress } = this.given;
    const clientAddress = addressOf(request);
    const ipAddress = keptAddress(clientAddress);
    const userAgent = request.headers['user-agent'] ?? null;
    parts.sessions.seenFrom(session, { ipAddress, userAgent }, () => ({ ipAddress, clientAddress, userAgent, hints: hintsOf(request.headers), requestId }));
  }

  private letPass(response: ServerResponse, { id, userId }: LiveSession, requestId: string): void {
    this.say(response, { requestId, headers: `x-curfew-user: ${userId}\r\nx-curfew-session: ${id}\r\ncontent-length: 0\r\n`, text: '', bytes: 0 });
  }

  private tell(response: ServerResponse, session: LiveSession, requestId: string): void {
    const { text, bytes } = this.given.parts.sessions.lists.currentText(session);
    this.say(response, { requestId, headers: `content-type: application/json; charset=utf-8\r\ncontent-length: ${bytes}\r\n`, text, bytes });
  }
}
