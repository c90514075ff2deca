/** Under which key the catalogue has each scope: a colon means something else there. */
export const scopeKeys = { 'sessions:write': 'write', 'sessions:read': 'read', introspect: 'introspect', feed: 'feed' } as const;
