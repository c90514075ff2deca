import { Button } from '@mantine/core';

import { Dialog, DialogButtons } from '../frame/dialog.js';
import { useWords } from '../words/reader.js';

interface Props {
  readonly name: string;
  readonly onClose: () => void;
  readonly onBlock: () => void;
}

/** Says honestly what a block does, and what it cannot. */
export const BlockDialog = ({ name, onClose, onBlock }: Props) => {
  const { t } = useWords();
  return (
    <Dialog title={t('sessions.blockTitle', { name })} onClose={onClose}>
      <p>{t('sessions.blockHelp')}</p>
      <DialogButtons>
        <Button data-first onClick={onClose}>
          {t('sessions.blockNo')}
        </Button>
        <Button
          variant="end"
          onClick={() => {
            onClose();
            onBlock();
          }}
        >
          {t('sessions.logOutAndBlock')}
        </Button>
      </DialogButtons>
    </Dialog>
  );
};
