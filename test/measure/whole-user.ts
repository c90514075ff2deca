import type { EndedMany } from '@curfew/contracts';
import type { Curfew } from '../support/curfew.js';
import { administrator } from '../support/people.js';
import { askKept } from './asking.js';
import { crowd } from './population.js';
import type { Row } from './table.js';

/** Logging out everything of a user, by how many sessions there are. */
export async function* measureWholeUser({ apis: [api], database }: Curfew, sizes: readonly number[]): AsyncGenerator<Row> {
  const root = await administrator(api);
  for (const size of sizes) {
    const values: number[] = [];
    let note = '';
    for (let round = 0; round < (size > 10_000 ? 3 : 20); round += 1) {
      const userId = await crowd(database, size);
      const sent = performance.now();
      const { at, body, status } = await askKept<EndedMany>(api, `DELETE /v1/admin/users/${userId}/sessions`, { token: root.device.token });
      if (status !== 200) throw new Error(`answered ${status}`);
      values.push(at - sent);
      note = `${body.revoked}${body.more ? ' and more' : ''} ended, ${body.receipt.confirmed ? 'confirmed' : 'not confirmed'} with the answer`;
    }
    yield { what: `all ${size.toLocaleString('en')} sessions of a user: DELETE sent → answered`, values, note };
  }
}
