import { setTimeout as pause } from 'node:timers/promises';

import { EmbeddedError } from '../embedded-error.js';
import { explainFailure, saysOldOnesRemain, saysPortTaken, type Failure } from './explain-failure.js';
import { freePort } from './free-port.js';
import { untilAnswering } from './launch-server.js';
import type { Launched, StopStep } from './running-server.js';
import { forgetServer, rememberServer } from './survivor.js';

/** A server that can be started on any port. */
export interface PortStart {
  readonly server: Failure['server'];
  readonly folder: string;
  /** 0 or undefined: a free one. */
  readonly port: number | undefined;
  /** What must be done before each launch. */
  readonly prepare?: (port: number) => Promise<void>;
  readonly launch: (port: number) => Launched;
  readonly answers: (port: number) => Promise<boolean>;
  readonly steps: readonly StopStep[];
}

/** Starts it on `port`, or on free ones until none was taken meanwhile. @throws EmbeddedError that says why it cannot run; nothing runs then. */
export async function startOnPort(start: PortStart): Promise<{ readonly launched: Launched; readonly port: number }> {
  for (let attempt = 1; ; attempt++) {
    const port = start.port || (await freePort());
    await start.prepare?.(port);
    const launched = start.launch(port);
    await rememberServer(start.folder, launched.pid);
    // Long, because after a crash a server first reads what it had written.
    const readiness = { answers: () => start.answers(port), limitMs: 180_000, steps: start.steps };
    if (await untilAnswering(launched, readiness)) return { launched, port };
    await forgetServer(start.folder);
    await orGiveUp(start, launched, attempt);
  }
}

async function orGiveUp({ server, folder, port }: PortStart, { lastLines }: Launched, attempt: number): Promise<void> {
  if (saysPortTaken(lastLines) && port) {
    throw new EmbeddedError(`${server} did not start: port ${port} is taken.`, 'End the program that listens on it, or choose another port.');
  }
  if (saysPortTaken(lastLines) && attempt < 10) return;
  if (saysOldOnesRemain(lastLines) && attempt < 50) return pause(100);
  throw explainFailure({ server, folder, lines: lastLines });
}
