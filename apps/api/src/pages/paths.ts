/**
 * Whether a path may be a page of the dashboard: plain words between single slashes, and not of what the API keeps to itself, in whichever
 * case. Whatever else is asked for is not there; it is not a page that looks like it (`/v1//users`, `/V1/users`, `/sessions/x.css`).
 */
export const isPage = (path: string): boolean => PAGE.test(path) && !RESERVED.has((path.split('/', 2)[1] ?? '').toLowerCase());

const PAGE = /^\/(?:[\w-]+(?:\/[\w-]+)*)?$/u;
const RESERVED: ReadonlySet<string> = new Set(['v1', 'health', 'docs', 'assets', 'metrics', 'openapi', 'asyncapi', 'socket']);
