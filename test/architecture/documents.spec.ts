import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const generate = fileURLToPath(new URL('../../apps/api/dist/documentation/generate.js', import.meta.url));

describe('the documents of the outside', () => {
  it('are what the code says: docs/openapi.json and docs/asyncapi.json', async () => {
    await expect(promisify(execFile)(process.execPath, [generate, '--check'])).resolves.toMatchObject({ stderr: '' });
  });
});
