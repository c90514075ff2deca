import type { Chapter } from './harness/findings.js';

/** Every chapter, in the order of the report; each is loaded when it is measured. */
export const chapters: Readonly<Record<string, () => Promise<Chapter>>> = {
  revocation: async () => (await import('./chapters/revocation/revocation.js')).revocation,
  checks: async () => (await import('./chapters/checks/checks.js')).checks,
  opens: async () => (await import('./chapters/opens/opens.js')).opens,
  gateway: async () => (await import('./chapters/gateway/gateway.js')).gateway,
  growth: async () => (await import('./chapters/growth/growth.js')).growth,
};
