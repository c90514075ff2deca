import { VisuallyHidden } from '@mantine/core';

import { useAnnouncements } from '../announce.js';

/** What changes, in words, for those who listen. */
export const LiveRegion = () => {
  const { polite, assertive } = useAnnouncements();
  return (
    <VisuallyHidden>
      <div role="status" aria-live="polite" aria-atomic="true">
        {polite}
      </div>
      <div role="alert" aria-atomic="true">
        {assertive}
      </div>
    </VisuallyHidden>
  );
};
