import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

const platform = new URL('../../dist/index.js', import.meta.url).href;

/** A process that runs `code` with this room's built exports at hand, and what it writes. */
const running = (code: string, env: Record<string, string> = {}) => {
  const child = spawn(process.execPath, ['--input-type=module', '-e', `import { onStop, run, stop, watchParent, announceReady, SettingsError } from '${platform}';\n${code}`], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const lines: string[] = [];
  const heard = (text: string): Promise<void> =>
    new Promise((resolve) => {
      const look = (): void => void (lines.includes(text) && resolve());
      look();
      for (const stream of [child.stdout, child.stderr]) stream?.on('data', () => setImmediate(look));
    });
  for (const stream of [child.stdout, child.stderr]) if (stream) createInterface({ input: stream }).on('line', (line) => lines.push(line));
  return { child, lines, heard, exit: exitOf(child) };
};
const exitOf = async (child: ChildProcess): Promise<number | null> => {
  const [code] = await once(child, 'close');
  return typeof code === 'number' ? code : null;
};
const IDLE = 'setInterval(() => undefined, 1000); console.log("up");';

it.each(['SIGTERM', 'SIGINT'] as const)('on %s closes what was opened, the last first, and ends with 0', async (signal) => {
  const it = running(`onStop(() => console.log("first")); onStop(async () => { throw new Error("second fails"); }); onStop(() => console.log("third")); ${IDLE}`);
  await it.heard('up');
  it.child.kill(signal);
  expect(await it.exit).toBe(0);
  expect(it.lines.toSorted()).toEqual(['first', 'third', 'up', 'while stopping: second fails']);
});

it('ends with 1 after 4 s when something does not close', async () => {
  const it = running(`onStop(() => new Promise(() => undefined)); ${IDLE}`);
  await it.heard('up');
  const began = performance.now();
  it.child.kill('SIGTERM');
  expect(await it.exit).toBe(1);
  expect(performance.now() - began).toBeLessThan(4800);
}, 10_000);

it('stops when the process named in CURFEW_PARENT_PID is not its parent', async () => {
  const it = running(`onStop(() => console.log("closed")); watchParent(); ${IDLE}`, { CURFEW_PARENT_PID: '1' });
  expect(await it.exit).toBe(0);
  expect(it.lines).toContain('closed');
});

it('tells its parent when it is ready, and where it listens', async () => {
  const it = running(`announceReady({ api: 3000 }); ${IDLE}`);
  expect(await once(it.child, 'message')).toMatchObject([{ type: 'ready', ports: { api: 3000 } }]);
  it.child.kill('SIGKILL');
  await it.exit;
});

it('ends with 78 and plain lines for a setting, with 1 and a stack without credentials for anything else', async () => {
  const setting = running(`run(async () => { throw new SettingsError(["API_PORT: bad"]); });`);
  expect(await setting.exit).toBe(78);
  expect(setting.lines).toEqual(['API_PORT: bad']);
  const other = running(`run(async () => { throw new Error("no answer from postgres://ada:pw@host"); });`);
  expect(await other.exit).toBe(1);
  expect(other.lines[0]).toBe('Error: no answer from postgres://…@host');
});
