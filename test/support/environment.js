import { TestEnvironment } from 'jest-environment-node';

/** Node, with an end that is kept: what at-end.ts registered is run after the last test, or when the file did not load. */
export default class extends TestEnvironment {
  failed = true; // until its tests begin: a file that does not load has none

  /** @param {{ name: string, test?: { errors: readonly unknown[] } }} event */
  async handleTestEvent({ name, test }) {
    if (name === 'run_start') this.failed = false;
    if (name === 'hook_failure' || (name === 'test_done' && (test?.errors.length ?? 0) > 0)) this.failed = true;
    if (name === 'run_finish') {
      const [error] = await this.end();
      if (error) throw error;
    }
  }

  /** @override */
  async teardown() {
    await this.end(); // of a file that did not load, which has failed with a better reason
    await super.teardown();
  }

  /** @returns {Promise<readonly unknown[]>} what went wrong */
  async end() {
    /** @type {{ curfewEnds?: ((failed: boolean) => unknown)[] }} */
    const world = /** @type {any} */ (this.global);
    const errors = [];
    for (let end = world.curfewEnds?.pop(); end; end = world.curfewEnds?.pop()) {
      try {
        await end(this.failed);
      } catch (error) {
        errors.push(error);
      }
    }
    return errors;
  }
}
