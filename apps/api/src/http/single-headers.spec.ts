import { demandSingleHeaders } from './single-headers.js';

it.each([
  ['one of each', ['Host', 'a', 'Authorization', 'Bearer x', 'Cookie', 'a=1', 'Cookie', 'b=2'], '1.1', true],
  ['two hosts', ['Host', 'a', 'host', 'b'], '1.1', false],
  ['two of the same host', ['Host', 'a', 'Host', 'a'], '1.1', false],
  ['two bearers', ['Host', 'a', 'Authorization', 'Bearer x', 'AUTHORIZATION', 'Bearer y'], '1.1', false],
  ['two origins', ['Host', 'a', 'Origin', 'https://a.test', 'Origin', 'https://b.test'], '1.1', false],
  ['no host', ['Accept', '*/*'], '1.1', false],
  ['no host, as it was allowed once', [], '1.0', true],
])('%s', (_case, rawHeaders, httpVersion, passes) => {
  const demanded = (): void => demandSingleHeaders({ rawHeaders, httpVersion });

  if (passes) expect(demanded).not.toThrow();
  else expect(demanded).toThrow(/^The header/u);
});
