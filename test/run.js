// npm test: builds what is stale, runs the tests whose path matches a pattern given (all without one), and says so in its last line alone: `N passed, N failed`.
// `--no-build` first: as it was built last, for whoever writes tests.
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const given = process.argv.slice(2);
const patterns = given.filter((argument) => argument !== '--no-build');

const built = given.includes('--no-build') || (await run(join(root, 'test/build.js'), [])) === 0;
const results = built ? [await test(), ...(await simulate())] : [{ passed: 0, failed: 1 }];
const passed = sum(results.map((result) => result.passed));
const failed = sum(results.map((result) => result.failed));
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
process.stdout.write(`${passed} passed, ${failed} failed\n`);

async function test() {
  if (patterns.length > 0 && patterns.every((pattern) => pattern.startsWith('test/simulation'))) return { passed: 0, failed: 0 };
  const folder = await mkdtemp(join(tmpdir(), 'curfew-test-'));
  try {
    const report = join(folder, 'report.json');
    const options = ['--config', join(root, 'test/jest.config.js'), '--json', '--outputFile', report];
    const code = await run(join(root, 'node_modules/jest/bin/jest.js'), [...options, ...patterns]);
    const { numPassedTests, numFailedTests, numRuntimeErrorTestSuites } = JSON.parse(await readFile(report, 'utf8'));
    const wrong = numFailedTests + numRuntimeErrorTestSuites;
    return { passed: numPassedTests, failed: code !== 0 && numPassedTests > 0 ? Math.max(wrong, 1) : wrong };
  } catch (error) {
    process.stderr.write(`the tests ended without a report: ${error instanceof Error ? error.message : String(error)}\n`);
    return { passed: 0, failed: 1 };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The follower in a world that is simulated: a schedule that holds and a mutant that is caught count as one each, all the random schedules as one. */
async function simulate() {
  if (patterns.length > 0 && !patterns.some((pattern) => 'test/simulation'.includes(pattern))) return [];
  // Built once for both, which then go side by side.
  await run(join(root, 'node_modules/typescript/bin/tsc'), ['-b', join(root, 'test/simulation')]);
  return Promise.all([count(['--seeds', '2000']), count(['--mutants'])]);
}

/** @param {readonly string[]} args of the simulation */
async function count(args) {
  /** @type {string[]} */
  const lines = [];
  const code = await run(join(root, 'test/simulation/run.js'), args, (line) => lines.push(line));
  const passed = lines.filter((line) => /^(holds|caught) |all promises held/.test(line)).length;
  const failed = lines.filter((line) => /^(BROKEN|SURVIVED) /.test(line)).length;
  return { passed, failed: code === 0 ? failed : Math.max(failed, 1) };
}

/**
 * @param {string} script
 * @param {readonly string[]} args
 * @param {(line: string) => void} [hear] gets each line that it writes, which is shown all the same
 * @returns {Promise<number>} its exit code
 */
function run(script, args, hear) {
  return new Promise((resolve) => {
    const flags = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
    const child = spawn(process.execPath, [...flags, script, ...args], { cwd: root, stdio: ['ignore', hear ? 'pipe' : 'inherit', 'inherit'] });
    if (child.stdout && hear) createInterface(child.stdout).on('line', (line) => process.stdout.write(`${line}\n`) && hear(line));
    child.once('error', () => resolve(1));
    child.once('close', (code) => resolve(code ?? 1));
  });
}

/** @type {(counts: readonly number[]) => number} */
function sum(counts) {
  return counts.reduce((all, count) => all + count, 0);
}
