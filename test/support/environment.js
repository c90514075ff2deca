import { TestEnvironment } from 'jest-environment-node';

/** Node, and it remembers whether a test of the file has failed: then the logs of its processes are shown. */
export default class extends TestEnvironment {
  /** @param {{ name: string, test?: { errors: readonly unknown[] } }} event */
  async handleTestEvent({ name, test }) {
    if (name === 'hook_failure' || (name === 'test_done' && (test?.errors.length ?? 0) > 0)) this.global['curfewTestFailed'] = true;
  }
}
