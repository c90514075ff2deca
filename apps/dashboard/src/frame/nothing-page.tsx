import { Button } from '@mantine/core';
import { IconMapSearch } from '@tabler/icons-react';
import { Link } from 'react-router';

import { useWords } from '../words/reader.js';
import { Blank } from './blank.js';
import { useDocumentTitle } from './heading.js';

/** An address that leads nowhere. */
export const NothingPage = () => {
  const { t } = useWords();
  const title = t('frame.nothing');
  useDocumentTitle(title);
  return (
    <Blank icon={IconMapSearch} title={title} text={t('frame.nothingMore')} alone>
      <Button component={Link} to="/sessions">
        {t('frame.sessions')}
      </Button>
    </Blank>
  );
};
