import type { Chapter } from '../../harness/findings.js';

export const revocation: Chapter = { title: 'Revocation', measure: () => Promise.reject(new Error('not yet')) };
