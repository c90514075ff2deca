import { useEffect, useState } from 'react';
import { Navigate, Outlet } from 'react-router';

import { cache } from '../account/cache.js';
import { useMe } from '../account/use-me.js';

/** Around the administrators' pages. Nobody else loads any of them; who is demoted while on one leaves it at once, and nothing of it stays in memory. */
export const AdministratorsOnly = () => {
  const user = useMe();
  // Known once, so that one who is demoted here is told so.
  const [wasAdmin, setWasAdmin] = useState(false);
  const isAdmin = user?.role === 'admin';
  if (isAdmin && !wasAdmin) setWasAdmin(true);
  useEffect(
    () => () => {
      if (cache.getQueryData<{ readonly role: string }>(['me'])?.role !== 'admin') cache.removeQueries({ queryKey: ['admin'] });
    },
    [],
  );
  if (user === undefined) return null;
  return isAdmin ? <Outlet /> : <Navigate to="/sessions" replace state={{ demoted: wasAdmin }} />;
};
