import { Button } from '@mantine/core';
import type { AdminSession } from '@curfew/contracts';
import { useEffect, useRef, useState } from 'react';

import { cache } from '../../account/cache.js';
import { useConnection } from '../../account/connection.js';
import { announce, interrupt } from '../../announce.js';
import { words } from '../../words/i18n.js';
import { useWords } from '../../words/reader.js';
import { adminKeys } from '../admin-keys.js';
import { ProgressLine } from '../revocations/running.js';
import { mostPicked } from './picked.js';
import { PickDialog } from './pick-dialog.js';
import { lookOf, runWords } from './pick-words.js';
import classes from './pick.module.css';
import { isDone, leftOf, outcomeOf, type Picks, type Run } from './picks.js';
import { usePicks } from './use-picks.js';

/** How many rows are ticked and what can be done with them; then how far it is, and what came of it. It floats: no row moves for it. */
export const PickBar = () => {
  const { t } = useWords();
  const { picked, run } = usePicks();
  const [asking, setAsking] = useState(false);
  const bar = useRef<HTMLElement>(null);
  const running = run !== null;
  // The button that was pressed is gone, and the row that had the focus goes: what is said of them has it instead.
  useEffect(() => {
    if (running && !asking) bar.current?.focus({ preventScroll: true });
  }, [running, asking]);
  if (!running && !asking && picked.sessions.size === 0) return null;
  return (
    <section ref={bar} className={classes['bar']} aria-label={t('pick.bar')} tabIndex={-1} data-pick-bar>
      {run === null ? <Choice onAsk={() => setAsking(true)} /> : <Outcome run={run} />}
      {asking && <Question onClose={() => setAsking(false)} />}
    </section>
  );
};

const Choice = ({ onAsk }: { readonly onAsk: () => void }) => {
  const { t } = useWords();
  const { picks, picked, rows } = usePicks();
  const { state } = useConnection();
  const count = picked.sessions.size;
  const away = count - rows.filter(({ id }) => picked.sessions.has(id)).length;
  const offline = state.kind === 'offline';
  return (
    <>
      <p className={classes['words']}>
        <strong>{t('pick.count', { count })}</strong>
        {away > 0 && <span>{t('pick.away', { count: away })}</span>}
        {picked.full && <span data-full>{t('pick.full', { count: mostPicked })}</span>}
      </p>
      <Button onClick={() => leave(() => picks.clear())}>{t('pick.none')}</Button>
      <Button variant="quiet-end" data-end-picked disabled={offline} onClick={onAsk}>
        {t('pick.end', { count })}
      </Button>
    </>
  );
};

const Question = ({ onClose }: { readonly onClose: () => void }) => {
  const { picks, picked } = usePicks();
  // What is asked about is what is ended: a tick that goes meanwhile changes neither the number nor the names.
  const [sessions] = useState(() => [...picked.sessions.values()]);
  return <PickDialog sessions={sessions} onEnd={(reason) => void end(picks, sessions, reason)} onClose={onClose} />;
};

const Outcome = ({ run }: { readonly run: Run }) => {
  const { t } = useWords();
  const { picks } = usePicks();
  const { over, failed } = outcomeOf(run);
  const done = isDone(run);
  return (
    <>
      <p className={classes['words']} data-look={lookOf(run)}>
        <strong>{runWords(t, run)}</strong>
      </p>
      {!done && (
        <div className={classes['line']}>
          <ProgressLine label={t('end.progress')} part={(over + failed) / run.sessions.length} />
        </div>
      )}
      {done && failed > 0 && (
        <Button variant="quiet-end" onClick={() => void end(picks, leftOf(run), run.reason)}>
          {t('sessions.tryAgain')}
        </Button>
      )}
      {done && <Button onClick={() => leave(() => picks.putAway())}>{t('frame.dismiss')}</Button>}
    </>
  );
};

const end = async (picks: Picks, sessions: readonly AdminSession[], reason: string | undefined): Promise<void> => {
  await picks.end(sessions, reason);
  const { run } = picks.state();
  if (run === null) return;
  if (outcomeOf(run).failed > 0) interrupt(runWords(words.t, run));
  else announce(`${runWords(words.t, run)}.`);
  void cache.invalidateQueries({ queryKey: adminKeys.sessions });
};

// What had the focus is gone with the bar.
const leave = (act: () => void): void => {
  act();
  document.querySelector<HTMLElement>('h1')?.focus({ preventScroll: true });
};
