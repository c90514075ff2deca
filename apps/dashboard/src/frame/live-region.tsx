import { VisuallyHidden } from '@mantine/core';

import { useAnnouncements } from '../announce.js';

/** What changes, in words, for those who listen. */
export const LiveRegion = () => {
  const { polite, assertive } = useAnnouncements();
  return (
    <VisuallyHidden>
      <output aria-live="polite" aria-atomic="true">
        {polite}
      </output>
      <div role="alert" aria-atomic="true">
        {assertive}
      </div>
    </VisuallyHidden>
  );
};
