/** What the page is told when it is served. */
export interface PageConfig {
  readonly nonce: string;
  readonly gatewayUrl: string | null;
  readonly gatewayPort: number;
  readonly signUp: 'open' | 'closed';
  readonly passwordMinLength: number;
  readonly idleAfterMs: number;
  readonly retentionMs: number;
}

/** The built page with what this request needs in it: its configuration in the attribute that waits for it, and its nonce. */
export const filledPage = (template: string, config: PageConfig): string =>
  template
    .replaceAll('__CURFEW_CONFIG__', () => attribute(JSON.stringify(config)))
    .replaceAll('__CSP_NONCE__', () => attribute(config.nonce));

const attribute = (text: string): string => text.replaceAll(/[&<>"']/gu, (character) => `&#${character.codePointAt(0)};`);
