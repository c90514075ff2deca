import { Button, TextInput } from '@mantine/core';
import { useMemo, useState, type FormEvent } from 'react';

import { useWords } from '../../words/reader.js';
import classes from '../admin.module.css';
import { Choice } from '../choice.js';
import { countries, deviceTypes, instantOf, isTime, localOf, statuses, statusWords, typeWords } from './filter-words.js';
import { fields, fits, type Field, type Filter } from './session-filter.js';

interface Props {
  readonly filter: Filter;
  readonly onPut: (field: Field, text: string) => void;
}

const offered = fields.filter((field) => field !== 'q');

/** Chooses one more thing to ask: which, and for what. */
export const FilterForm = ({ filter, onPut }: Props) => {
  const { t } = useWords();
  const [field, setField] = useState<Field>(() => offered.find((one) => filter[one] === undefined) ?? 'ip');
  const [text, setText] = useState(() => filter[field] ?? '');
  const [tried, setTried] = useState(false);
  const choose = (next: string): void => {
    const found = offered.find((one) => one === next) ?? 'ip';
    setField(found);
    setText(filter[found] ?? firstOf(found));
    setTried(false);
  };
  const trimmed = text.trim();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    if (trimmed !== '' && fits(field, trimmed)) onPut(field, trimmed);
  };
  const wrong = tried && (trimmed === '' || !fits(field, trimmed));
  return (
    <form className={classes['form']} onSubmit={submit} noValidate>
      <Choice label={t('find.what')} value={field} choices={offered.map((one) => [one, t(`find.fields.${one}`)])} onChoose={choose} />
      <Value key={field} field={field} text={text} onText={setText} error={wrong ? t(`find.wrong.${kindOf(field)}`) : null} />
      <Button type="submit" variant="primary">
        {t('find.put')}
      </Button>
    </form>
  );
};

interface ValueProps {
  readonly field: Field;
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly error: string | null;
}

const Value = ({ field, text, onText, error }: ValueProps) => {
  const { t, language } = useWords();
  const choices = useMemo(() => choicesOf(field, t, language), [field, t, language]);
  const label = t('find.value');
  if (choices !== null) return <Choice label={label} value={text} choices={choices} onChoose={onText} />;
  const timed = isTime(field);
  return (
    <TextInput
      label={label}
      data-autofocus
      type={timed ? 'datetime-local' : 'text'}
      maxLength={254}
      defaultValue={timed && text !== '' ? localOf(text) : text}
      placeholder={timed ? '' : t(`find.examples.${exampleOf(field)}`)}
      error={error}
      onChange={(event) => onText(timed ? (instantOf(event.currentTarget.value) ?? '') : event.currentTarget.value)}
    />
  );
};

type Translate = ReturnType<typeof useWords>['t'];

const choicesOf = (field: Field, t: Translate, language: string): readonly (readonly [string, string])[] | null => {
  switch (field) {
    case 'country':
      return [['', t('find.choose')], ...countries(language)];
    case 'status':
      return statuses.map((status) => [status, statusWords(t, status)]);
    case 'online':
      return [
        ['true', t('find.yes')],
        ['false', t('find.no')],
      ];
    case 'deviceType':
      return deviceTypes.map((type) => [type, typeWords(t, type)]);
    default:
      return null;
  }
};

const firstOf = (field: Field): string => {
  switch (field) {
    case 'status':
      return 'live';
    case 'online':
      return 'true';
    case 'deviceType':
      return 'desktop';
    default:
      return '';
  }
};

const kindOf = (field: Field): 'network' | 'time' | 'text' => {
  if (field === 'ip') return 'network';
  return isTime(field) ? 'time' : 'text';
};

const exampleOf = (field: Field): 'ip' | 'os' | 'browser' | 'userId' => (field === 'ip' || field === 'os' || field === 'browser' ? field : 'userId');
