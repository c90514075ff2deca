import type { Session } from '@curfew/contracts';
import { createContext, useContext, type ComponentType, type ReactNode } from 'react';

import type { LiveState } from '../live.js';
import type { EndingRows } from './ending.js';
import type { Row } from './rows.js';

/** What a table of sessions can do, and how it stands. One for the account's own, one for an administrator's. */
export interface Acts {
  readonly endings: EndingRows;
  readonly state: LiveState;
  /** Logs out some of a row's sessions. */
  readonly logOut: (row: Row, sessions: readonly Session[]) => void;
  /** Takes rows that have ended, and said so, off the screen. */
  readonly close: (ids: readonly string[]) => void;
  readonly linkOf: (session: Session) => string | null;
  readonly canRename: boolean;
  readonly secondLine: (row: Row) => ReactNode;
  /** Stands for the plain Log Out where more is asked than a press. */
  readonly LogOut?: ComponentType<{ readonly row: Row }>;
  /** Stands before each row where several can be ticked. */
  readonly Pick?: ComponentType<{ readonly row: Row }>;
}

const context = createContext<Acts | null>(null);
export const ActsProvider = context.Provider;

export const useActs = (): Acts => {
  const acts = useContext(context);
  if (acts === null) throw new Error('a table of sessions stands inside ActsProvider');
  return acts;
};

let pressed: string | null = null;

/** The row whose Log Out was pressed last: its receipt inherits the focus. */
export const rememberPressed = (key: string): void => {
  pressed = key;
};

export const wasPressed = (key: string): boolean => pressed === key;
