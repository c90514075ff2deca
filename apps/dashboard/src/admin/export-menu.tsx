import { Button, Menu } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';

import { useWords } from '../words/reader.js';

interface Props {
  /** Where each form of the file is fetched. */
  readonly addressOf: (format: 'csv' | 'ndjson') => string;
}

/** What matches as a file. The browser fetches it by itself: however many there are, the page holds none of them. */
export const ExportMenu = ({ addressOf }: Props) => {
  const { t } = useWords();
  return (
    <Menu position="bottom-end" shadow="md">
      <Menu.Target>
        <Button leftSection={<IconDownload size={16} stroke={1.6} aria-hidden="true" />}>{t('find.export')}</Button>
      </Menu.Target>
      <Menu.Dropdown>
        {(['csv', 'ndjson'] as const).map((format) => (
          <Menu.Item key={format} component="a" href={addressOf(format)} download>
            {t(`find.formats.${format}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
};
