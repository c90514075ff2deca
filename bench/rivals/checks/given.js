// What each of these servers is given: as many sessions as there are tokens, all alike, and what Curfew would answer for one.
const { TOKENS = '', SESSION = '{}' } = process.env;

export const tokens = TOKENS.split(' ');
/** @type {Readonly<Record<string, unknown>> & { readonly id: string, readonly userId: string }} */
export const session = JSON.parse(SESSION);

/** @type {(authorization: string | undefined) => string} */
export const bearer = (authorization) => (authorization?.startsWith('Bearer ') ? authorization.slice(7) : '');

/** @type {(port: number) => void} */
export const listening = (port) => void process.stdout.write(`listening ${port}\n`);
