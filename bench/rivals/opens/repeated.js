// Answers GET /?seconds=2&at=16 by doing the work again and again for so long, so many at once: how many a second, and how long each took.
import { createServer } from 'node:http';

/** @type {(work: (count: number) => Promise<unknown>) => void} */
export function serve(work) {
  const server = createServer(async (request, response) => {
    const { searchParams } = new URL(request.url ?? '/', 'http://here');
    const [until, took] = [performance.now() + Number(searchParams.get('seconds')) * 1000, []];
    const began = performance.now();
    let count = 0;
    const one = async () => {
      for (let now = performance.now(); now < until; now = performance.now()) {
        await work((count += 1));
        took.push(performance.now() - now);
      }
    };
    await Promise.all(Array.from({ length: Number(searchParams.get('at')) }, one));
    const seconds = (performance.now() - began) / 1000;
    took.sort((a, b) => a - b);
    const at = (share) => took[Math.max(0, Math.ceil(took.length * share) - 1)] ?? null;
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ 'opens/s': took.length / seconds, p50: at(0.5), p99: at(0.99) }));
  }).listen(0, '127.0.0.1', () => process.stdout.write(`listening ${server.address().port}\n`));
}
