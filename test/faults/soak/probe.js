// Loaded before a process of the product (node --import): every CURFEW_PROBE_EVERY ms it collects what nobody holds, and writes down what is left, a line of JSON in CURFEW_PROBE/<pid>.
import { EventEmitter } from 'node:events';
import { appendFileSync } from 'node:fs';
import { Session } from 'node:inspector/promises';
import { basename, dirname, join } from 'node:path';
import { isMainThread } from 'node:worker_threads';

const folder = process.env['CURFEW_PROBE'];
if (folder && isMainThread) setInterval(() => void look(folder), Number(process.env['CURFEW_PROBE_EVERY'])).unref();

/** @param {string} folder */
async function look(folder) {
  const session = new Session();
  session.connect();
  try {
    await session.post('HeapProfiler.collectGarbage');
    const { rss, heapUsed, external } = process.memoryUsage();
    const resources = process.getActiveResourcesInfo().filter((kind) => kind !== 'Timeout' && kind !== 'Immediate');
    const sample = { at: Date.now(), name: basename(dirname(dirname(process.argv[1] ?? ''))), rss, heapUsed, external, handles: resources.length, timers: process.getActiveResourcesInfo().length - resources.length, ...(await listeners(session)) };
    appendFileSync(join(folder, String(process.pid)), `${JSON.stringify(sample)}\n`);
  } finally {
    session.disconnect();
  }
}

/** Of every emitter on the heap: all their listeners, and the most that one has for one event. @param {Session} session */
async function listeners(session) {
  world[PROTOTYPE] = EventEmitter.prototype;
  try {
    const { result } = await post(session, 'Runtime.evaluate', { expression: `globalThis[${JSON.stringify(PROTOTYPE)}]`, objectGroup: PROTOTYPE });
    const { objects } = await post(session, 'Runtime.queryObjects', { prototypeObjectId: result.objectId, objectGroup: PROTOTYPE });
    const { result: counted } = await post(session, 'Runtime.callFunctionOn', { objectId: objects.objectId, functionDeclaration: String(count), returnByValue: true });
    return counted.value;
  } finally {
    await session.post('Runtime.releaseObjectGroup', { objectGroup: PROTOTYPE });
    delete world[PROTOTYPE];
  }
}

/** @this {readonly object[]} */
function count() {
  let [all, most] = [0, 0];
  for (const emitter of this) {
    const events = Object.getOwnPropertyDescriptor(emitter, '_events')?.value;
    for (const each of Object.values(events ?? {})) {
      const many = Array.isArray(each) ? each.length : 1;
      all += many;
      most = Math.max(most, many);
    }
  }
  return { listeners: all, most };
}

const PROTOTYPE = 'curfew-probe';
/** @type {any} */
const world = globalThis;

/** What it answers is not in the types of Node 20. @param {Session} session @param {string} method @param {object} parameters @returns {Promise<any>} */
const post = (session, method, parameters) => /** @type {any} */ (session).post(method, parameters);
