import { filledPage } from './page.js';

const config = { nonce: 'n$&once', gatewayUrl: 'https://a.test/"><script>', gatewayPort: 3001, signUp: 'open', passwordMinLength: 12, idleAfterMs: 1, retentionMs: 2 } as const;

it('fills the page in, and lets nothing out of the attribute', () => {
  const page = filledPage('<meta content="__CURFEW_CONFIG__"><style nonce="__CSP_NONCE__">', config);
  const [, content = ''] = /content="([^"]*)"/u.exec(page) ?? [];

  expect(page).not.toContain('<script>');
  expect(JSON.parse(content.replaceAll(/&#(\d+);/gu, (_match, code) => String.fromCodePoint(Number(code))))).toEqual(config);
  expect(page).toContain('nonce="n$&#38;once"');
});
