import { useEffect, useState } from 'react';

import { SearchField } from '../frame/search-field.js';

const typingPause = 250;

/** A search that is asked after a pause. What was asked elsewhere meanwhile (Back, a link) wins over what is typed. */
export const AskedText = ({ label, asked, onAsk }: { readonly label: string; readonly asked: string; readonly onAsk: (text: string) => void }) => {
  const [typed, setTyped] = useState(asked);
  const [known, setKnown] = useState(asked);
  if (known !== asked) {
    setKnown(asked);
    if (typed.trim() !== asked) setTyped(asked);
  }
  useEffect(() => {
    if (typed.trim() === asked) return undefined;
    const timer = setTimeout(() => onAsk(typed.trim()), typingPause);
    return () => clearTimeout(timer);
  }, [typed, asked, onAsk]);
  return <SearchField label={label} text={typed} onText={setTyped} />;
};
