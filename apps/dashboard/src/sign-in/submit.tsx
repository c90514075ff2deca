import { Button } from '@mantine/core';

/** Sends the form. It keeps its place and its focus while the answer is awaited. */
export const Submit = ({ words, pending }: { readonly words: string; readonly pending: boolean }) => (
  <Button type="submit" variant="primary" size="md" aria-disabled={pending || undefined} data-disabled={pending}>
    {words}
  </Button>
);
