import { curfew } from '../support/curfew.js';
import { eventually } from '../support/eventually.js';
import { signedUp } from '../support/people.js';

const { apis: [api], gateways: [gateway], workers: [worker] } = await curfew({ LOG_LEVEL: 'debug' }, { gateways: 1 });

describe('an answer of the gateway', () => {
  it.each(['/health/live', '/health/ready', '/nothing/here'])('carries the security headers: %s', async (path) => {
    const { headers } = await fetch(`${gateway.url}${path}`);
    expect(Object.fromEntries(headers)).toMatchObject({
      'cache-control': 'no-store',
      'content-security-policy': expect.stringContaining("frame-ancestors 'none'"),
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
    });
  });
});

it('tells a request by the same id in the logs of api, gateway and worker', async () => {
  const { device } = await signedUp(api);
  const requestId = 'the-one-request-of-this-test';
  await device.ask('DELETE /v1/sessions/current', { headers: { 'X-Request-Id': requestId } });
  for (const door of [api, gateway, worker]) await eventually(() => door?.log.some((line) => line.includes(`"requestId":"${requestId}"`)));
});
