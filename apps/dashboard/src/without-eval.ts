import { config } from 'zod';

// zod compiles its checks with `new Function` where it may. The page's Content-Security-Policy forbids that, and even asking is reported
// as a violation: so this module stands before every other import of the page.
export const withoutEval = config({ jitless: true });
