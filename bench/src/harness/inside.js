// Loaded into a server before everything else (--import), so that each is asked the same way how it is inside: over a socket that is named after its pid.
// GET /memory: in bytes, after a full collection · /stall: the longest since the last asking, in ms · /snapshot?file: a heap snapshot · /profile?ms&file: what the CPU does meanwhile
import { rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { Session } from 'node:inspector/promises';
import { tmpdir } from 'node:os';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { setFlagsFromString, writeHeapSnapshot } from 'node:v8';
import { runInNewContext } from 'node:vm';

const EVERY_MS = 5;
setFlagsFromString('--expose-gc');
/** @type {() => void} */
const collect = runInNewContext('gc');
const delay = monitorEventLoopDelay({ resolution: EVERY_MS });
delay.enable();

/** @type {Record<string, (asked: URLSearchParams) => unknown>} */
const answers = {
  '/memory': async () => {
    for (let time = 0; time < 3; time += 1) {
      collect();
      await pause(50);
    }
    return process.memoryUsage();
  },
  '/stall': () => {
    const ms = Math.max(0, delay.max / 1e6 - EVERY_MS);
    delay.reset();
    return ms;
  },
  '/snapshot': (asked) => writeHeapSnapshot(asked.get('file') ?? undefined),
  '/profile': async (asked) => {
    const session = new Session();
    session.connect();
    await session.post('Profiler.enable');
    await session.post('Profiler.start');
    await pause(Number(asked.get('ms')));
    const { profile } = await session.post('Profiler.stop');
    session.disconnect();
    writeFileSync(asked.get('file') ?? 'bench.cpuprofile', JSON.stringify(profile));
    return true;
  },
};

// One that was killed leaves it behind, and pids come again.
const place = `${tmpdir()}/curfew-bench-${process.pid}.sock`;
const clear = () => rmSync(place, { force: true });
clear();
process.once('exit', clear);

createServer(async ({ url = '/' }, response) => {
  const { pathname, searchParams } = new URL(url, 'http://inside');
  response.end(JSON.stringify(await answers[pathname]?.(searchParams)));
})
  .listen(place)
  .unref();
