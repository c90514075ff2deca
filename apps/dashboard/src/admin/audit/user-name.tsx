import { useQuery } from '@tanstack/react-query';

import { adminKeys } from '../admin-keys.js';
import { oneUser } from '../users/user-calls.js';

/** Whose id it is, by address; the id itself until that is known, and where nobody is there any more. */
export const UserName = ({ id }: { readonly id: string }) => {
  const user = useQuery({ queryKey: adminKeys.user(id), queryFn: () => oneUser(id), staleTime: 10 * 60_000, retry: false });
  return user.data?.email ?? id;
};
