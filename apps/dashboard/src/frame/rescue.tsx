import { Button } from '@mantine/core';
import { IconCloudX } from '@tabler/icons-react';
import { Component, type ReactNode } from 'react';

import { words } from '../words/i18n.js';
import { Blank } from './blank.js';

/** When a page breaks, or a part of it could not be fetched: says so, and loads it again. */
export class Rescue extends Component<{ readonly children: ReactNode }, { readonly broken: boolean }> {
  override readonly state = { broken: false };

  static getDerivedStateFromError(): { readonly broken: boolean } {
    return { broken: true };
  }

  override render(): ReactNode {
    if (!this.state.broken) return this.props.children;
    return (
      <main>
        <Blank icon={IconCloudX} title={words.t('frame.wrong')} text={words.t('frame.wrongMore')}>
          <Button variant="primary" onClick={() => window.location.reload()}>
            {words.t('frame.reload')}
          </Button>
        </Blank>
      </main>
    );
  }
}
