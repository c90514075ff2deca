import { z } from 'zod';

const schema = z.object({
  nonce: z.string(),
  gatewayUrl: z.string().nullable(),
  gatewayPort: z.number().int(),
  signUp: z.enum(['open', 'closed']),
  passwordMinLength: z.number().int(),
  /** After how long without activity a session is idle, and how long ended ones are kept: as the server has them, where it says so. */
  idleAfterMs: z.number().optional(),
  retentionMs: z.number().optional(),
});

/** What the server tells the page when it serves it. */
export type PageConfig = z.infer<typeof schema>;

/** Reads `<meta name="curfew-config">`. A page that was not served by Curfew gets the documented defaults. */
export const readPageConfig = (content: string | null): PageConfig => {
  const parsed = schema.safeParse(json(content));
  return parsed.success
    ? parsed.data
    : { nonce: '', gatewayUrl: null, gatewayPort: 3001, signUp: 'open', passwordMinLength: 12 };
};

/** Where the sockets are: as configured, else the page's own host at the gateway's port. */
export const gatewayAddress = (
  config: Pick<PageConfig, 'gatewayUrl' | 'gatewayPort'>,
  page: { readonly protocol: string; readonly hostname: string },
): string => {
  if (config.gatewayUrl !== null) return config.gatewayUrl;
  return `${page.protocol === 'https:' ? 'wss' : 'ws'}://${page.hostname}:${config.gatewayPort}`;
};

const json = (content: string | null): unknown => {
  try {
    return JSON.parse(content ?? '');
  } catch {
    return null;
  }
};

/** This page's own. */
export const pageConfig: PageConfig = readPageConfig(
  typeof document === 'undefined' ? null : (document.querySelector('meta[name="curfew-config"]')?.getAttribute('content') ?? null),
);
