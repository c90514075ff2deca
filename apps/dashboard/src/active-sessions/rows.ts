import type { Session } from '@curfew/contracts';

import { isOver, together, type Ending, type EndingRows } from './ending.js';

/** One row of the table: a device with its sessions. */
export interface Row {
  /** The device's id, else the session's. */
  readonly key: string;
  /** Where one of several sessions of a device stands alone: "Session 1 of 2". */
  readonly title?: string;
  readonly sessions: readonly Session[];
  /** Those of them that are not proved to be over. */
  readonly left: readonly Session[];
  /** The one that speaks for the device: this session, else the most alive. */
  readonly lead: Session;
  /** Null while any of them is simply live. */
  readonly ending: Ending | null;
  readonly current: boolean;
  readonly unfamiliar: boolean;
}

export type Filter = 'all' | 'online' | 'idle';

/** Sessions grouped by the browser's own device id, and by nothing else: rows that merely look alike may hide a stranger. */
export const rowsOf = (sessions: readonly Session[], endings: EndingRows): readonly Row[] => {
  const groups = new Map<string, Session[]>();
  for (const session of sessions) {
    const key = session.device.id === null ? session.id : `${session.userId} ${session.device.id}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [session]);
    else group.push(session);
  }
  return [...groups].map(([key, group]) => rowOf(key, group, endings));
};

/** What a device is called: its own name, else what it is. */
export const nameOf = ({ device }: Pick<Session, 'device'>): string => device.label ?? device.name;

/** What a button says that it acts on: "Pixel 9", "Session 1 of 2, Pixel 9". */
export const spokenNameOf = ({ title, lead }: Row): string => (title === undefined ? nameOf(lead) : `${title}, ${nameOf(lead)}`);

/** Whether the words are found in the name, address or place; `country` names a country's code. */
export const matches = (row: Row, text: string, country: (code: string) => string): boolean => {
  const wanted = fold(text.trim());
  if (wanted === '') return true;
  return row.sessions.some((session) => {
    const { device, location, ipAddress } = session;
    const place = [location?.city, location?.region, location?.country === null || location === null ? null : country(location.country)];
    return [device.label, device.name, device.os, device.browser, ipAddress, ...place].some((part) => fold(part ?? '').includes(wanted));
  });
};

/** Whether the row is of this kind; a row that is ending is always shown. */
export const isOfKind = (row: Row, filter: Filter): boolean => {
  if (filter === 'all' || row.ending !== null) return true;
  return filter === 'online' ? row.lead.online : !row.lead.online && row.lead.status === 'idle';
};

const rowOf = (key: string, sessions: readonly Session[], endings: EndingRows): Row => {
  const states = sessions.map((session) => endings.get(session.id)?.ending);
  const known = states.filter((state) => state !== undefined);
  const untouched = sessions.filter((_, index) => states[index] === undefined);
  const [first] = sessions.toSorted(moreAlive);
  const [lead = first] = untouched.toSorted(moreAlive);
  if (lead === undefined) throw new Error('a group has a session');
  return {
    key,
    sessions,
    left: sessions.filter((_, index) => !isOverAt(states[index])),
    lead,
    ending: untouched.length === 0 ? together(known) : null,
    current: sessions.some((session) => session.current),
    unfamiliar: sessions.some((session) => session.unfamiliar && !session.current),
  };
};

const isOverAt = (ending: Ending | undefined): boolean => ending !== undefined && isOver(ending);

const moreAlive = (a: Session, b: Session): number =>
  Number(b.current) - Number(a.current) ||
  Number(b.online) - Number(a.online) ||
  Number(a.status === 'idle') - Number(b.status === 'idle') ||
  Date.parse(b.lastActiveAt) - Date.parse(a.lastActiveAt);

const fold = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
