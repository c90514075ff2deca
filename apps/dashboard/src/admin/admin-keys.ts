/** The names under which the page keeps what only administrators may know. All begin with `admin`: together they are forgotten. */
export const adminKeys = {
  all: ['admin'],
  sessions: ['admin', 'sessions'],
  revocations: ['admin', 'revocations'],
  users: ['admin', 'users'],
  user: (id: string) => ['admin', 'user', id],
  audit: ['admin', 'audit'],
  stats: ['admin', 'stats'],
  consumers: ['admin', 'consumers'],
  policy: ['admin', 'policy'],
  apiKeys: ['admin', 'api-keys'],
} as const;
