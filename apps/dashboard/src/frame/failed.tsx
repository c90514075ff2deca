import { Button } from '@mantine/core';
import { IconCloudX } from '@tabler/icons-react';
import { useState } from 'react';

import { CallError } from '../problem.js';
import { useWords } from '../words/reader.js';
import { Blank } from './blank.js';

/** Where a list could not be loaded. */
export const Failed = ({ title, error, onRetry }: { readonly title: string; readonly error: unknown; readonly onRetry: () => void }) => {
  const { t } = useWords();
  const number = error instanceof CallError ? error.requestId : null;
  return (
    <Blank icon={IconCloudX} title={title} text={t('sessions.errorText')}>
      <Button variant="primary" onClick={onRetry}>
        {t('sessions.tryAgain')}
      </Button>
      {number !== null && <Copy text={number} words={t('sessions.copyNumber')} />}
    </Blank>
  );
};

/** Copies a text; the button says when it has. */
export const Copy = ({ text, words }: { readonly text: string; readonly words: string }) => {
  const { t } = useWords();
  const [copied, setCopied] = useState(false);
  const copy = (): void => void navigator.clipboard?.writeText(text).then(() => setCopied(true));
  return (
    <Button variant="plain" onClick={copy}>
      {copied ? t('out.copied') : words}
    </Button>
  );
};
