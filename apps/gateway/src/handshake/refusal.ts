import type { Refusal } from '@curfew/contracts';

/** Refuses a handshake: socket.io makes a `connect_error` of it, with `data`. */
export class HandshakeRefused extends Error {
  readonly data: Refusal;

  constructor(code: Refusal['code']) {
    super(code);
    this.name = 'HandshakeRefused';
    this.data = { status: STATUS[code], code };
  }
}

const STATUS = { unauthenticated: 401, unavailable: 503 } as const;
