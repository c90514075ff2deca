import { useEffect, useState } from 'react';
import { useNavigate } from 'react-router';

import { usesSingleKeys } from './single-keys.js';

const sequence = 1500;

/** `/` leads to the search, `?` opens the list of keys, `g a` and `g s` lead to Active Sessions and All Sessions. Answers whether the list is open. */
export const useKeys = (isAdmin: boolean): { readonly helpOpen: boolean; readonly closeHelp: () => void } => {
  const [helpOpen, setHelpOpen] = useState(false);
  const navigate = useNavigate();
  useEffect(() => {
    let goneAt = Number.NEGATIVE_INFINITY;
    const places: Readonly<Record<string, string>> = isAdmin ? { a: '/sessions', s: '/admin/sessions' } : { a: '/sessions' };
    const press = (event: KeyboardEvent): void => {
      if (!isSingle(event) || !usesSingleKeys()) return;
      const place = event.timeStamp - goneAt <= sequence ? places[event.key] : undefined;
      goneAt = event.key === 'g' ? event.timeStamp : Number.NEGATIVE_INFINITY;
      if (place !== undefined) void navigate(place);
      else if (event.key === '?') setHelpOpen(true);
      else if (event.key === '/') document.querySelector<HTMLElement>('[data-search]')?.focus();
      else return;
      event.preventDefault();
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, [navigate, isAdmin]);
  return { helpOpen, closeHelp: () => setHelpOpen(false) };
};

// Not while something is typed, in a dialog, or with a modifier.
const isSingle = (event: KeyboardEvent): boolean => {
  if (event.altKey || event.ctrlKey || event.metaKey || event.defaultPrevented) return false;
  return !(event.target instanceof Element && event.target.closest('input, textarea, select, [contenteditable], dialog') !== null);
};
