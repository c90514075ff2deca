// Loaded ahead of a build tool (`node --import`): it ends when the process that started it is gone, even by SIGKILL.
// A compiler leaves its own thread no time, so another one looks; and a thread can only end the whole process by a signal.
import { isMainThread, Worker, workerData } from 'node:worker_threads';

if (isMainThread) {
  new Worker(new URL(import.meta.url), { workerData: process.ppid, execArgv: [] }).unref();
} else {
  setInterval(() => process.ppid === workerData || process.kill(process.pid, 'SIGKILL'), 250);
}
