import { Button } from '@mantine/core';
import { IconMapSearch } from '@tabler/icons-react';
import { Link } from 'react-router';

import { useWords } from '../words/reader.js';
import { Blank } from './blank.js';
import { Heading } from './heading.js';

/** An address that leads nowhere. */
export const NothingPage = () => {
  const { t } = useWords();
  return (
    <>
      <Heading title={t('frame.nothing')} />
      <Blank icon={IconMapSearch} title={t('frame.nothing')} text={t('frame.nothingMore')}>
        <Button component={Link} to="/sessions">
          {t('frame.sessions')}
        </Button>
      </Blank>
    </>
  );
};
