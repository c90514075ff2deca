import { hash, randomBytes } from 'node:crypto';

/** A session's secret, 256 random bits in base64url: shown once, never stored. */
export const createToken = (): string => randomBytes(32).toString('base64url');

/** What is stored of a token, and what everything in memory is found by: its SHA-256, base64url. */
export const hashToken = (token: string): string => hash('sha256', token, 'base64url');
