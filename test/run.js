// npm test: builds what is stale, runs the tests whose path matches a pattern given (all without one), and says so in its last line alone: `N passed, N failed`.
// `--no-build` first: as it was built last, for whoever writes tests.
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const given = process.argv.slice(2);
const patterns = given.filter((argument) => argument !== '--no-build');

const built = given.includes('--no-build') || (await run(join(root, 'test/build.js'), [])) === 0;
const { passed, failed } = built ? await test() : { passed: 0, failed: 1 };
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
process.stdout.write(`${passed} passed, ${failed} failed\n`);

async function test() {
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

/**
 * @param {string} script
 * @param {readonly string[]} args
 * @returns {Promise<number>} its exit code
 */
function run(script, args) {
  return new Promise((resolve) => {
    const flags = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
    const child = spawn(process.execPath, [...flags, script, ...args], { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
    child.once('error', () => resolve(1));
    child.once('exit', (code) => resolve(code ?? 1));
  });
}
