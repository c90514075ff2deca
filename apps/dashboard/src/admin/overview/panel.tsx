import { VisuallyHidden } from '@mantine/core';
import { useState, type ReactNode } from 'react';

import { useWords } from '../../words/reader.js';
import classes from './overview.module.css';

interface Props {
  readonly title: string;
  readonly legend?: ReactNode;
  /** The drawing; those who listen have the table instead. */
  readonly picture: ReactNode;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** A chart with its table: one is seen, the other is always there for those who listen. */
export const Panel = ({ title, legend, picture, head, rows }: Props) => {
  const { t } = useWords();
  const [asTable, setAsTable] = useState(false);
  const table = <Table title={title} head={head} rows={rows} />;
  return (
    <section className={classes['panel']}>
      <div className={classes['panelHead']}>
        <h2>{title}</h2>
        {!asTable && legend}
        <button type="button" className={classes['switch']} aria-label={t(asTable ? 'see.asChartOf' : 'see.asTableOf', { title })} onClick={() => setAsTable(!asTable)}>
          {asTable ? t('see.asChart') : t('see.asTable')}
        </button>
      </div>
      {asTable ? (
        <div className={classes['scroll']}>{table}</div>
      ) : (
        <>
          <div aria-hidden="true">{picture}</div>
          <VisuallyHidden>{table}</VisuallyHidden>
        </>
      )}
    </section>
  );
};

const Table = ({ title, head, rows }: Pick<Props, 'title' | 'head' | 'rows'>) => (
  <table className={classes['table']} aria-label={title}>
    <thead>
      <tr>
        {head.map((words) => (
          <th key={words} scope="col">
            {words}
          </th>
        ))}
      </tr>
    </thead>
    <tbody>
      {rows.map(([first, ...rest]) => (
        <tr key={first}>
          <th scope="row">{first}</th>
          {rest.map((words, index) => (
            <td key={head[index + 1]}>{words}</td>
          ))}
        </tr>
      ))}
    </tbody>
  </table>
);
