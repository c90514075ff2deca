import { questionOf } from './question.js';

const asked = (more: Partial<Parameters<typeof questionOf>[0]> = {}) =>
  questionOf({ method: 'GET', url: '/v1/sessions/current', httpVersion: '1.1', rawHeaders: ['Host', 'here', 'Authorization', 'Bearer x', 'User-Agent', 'a'], ...more });

describe('what is asked most', () => {
  it('is told by its very path', () => {
    expect(['/v1/sessions/current', '/v1/forward-auth', '/v1/sessions', '/v1/forward-auth/for/x', '/v1/forward-auth?'].map((url) => asked({ url }))).toEqual([
      '/v1/sessions/current', '/v1/forward-auth', undefined, undefined, undefined,
    ]);
  });

  it.each([
    ['another method', { method: 'HEAD' }],
    ['another version of HTTP', { httpVersion: '1.0' }],
    ['no Host', { rawHeaders: ['Authorization', 'Bearer x'] }],
    ['two Hosts', { rawHeaders: ['Host', 'here', 'host', 'there'] }],
    ['two credentials', { rawHeaders: ['Host', 'here', 'Authorization', 'Bearer x', 'authorization', 'Bearer y'] }],
    ['an Origin', { rawHeaders: ['Host', 'here', 'ORIGIN', 'https://elsewhere.example'] }],
    ['a body', { rawHeaders: ['Host', 'here', 'Content-Length', '1'] }],
    ['a body in parts', { rawHeaders: ['Host', 'here', 'Transfer-Encoding', 'chunked'] }],
  ])('is left to the others with %s', (_, more) => {
    expect(asked(more)).toBeUndefined();
  });

  it('may come with whatever else clients send', () => {
    expect(asked({ rawHeaders: ['host', 'here', 'Cookie', 'a=b', 'Accept', '*/*', 'Accept-Encoding', 'gzip', 'If-None-Match', '"x"', 'Connection', 'close'] })).toBe('/v1/sessions/current');
  });
});
