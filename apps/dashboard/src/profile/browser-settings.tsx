import { Checkbox } from '@mantine/core';
import { useState } from 'react';

import { setSingleKeys, usesSingleKeys } from '../frame/single-keys.js';
import card from '../theme/card.module.css';
import { chooseLanguage, chosenLanguage, languages, type Language } from '../words/language.js';
import { useWords } from '../words/reader.js';
import classes from './profile.module.css';

const offered: readonly Language[] = ['en', 'de'];

/** What is kept in this browser alone: the language, and whether single keys do something. */
export const BrowserSettings = () => {
  const { t } = useWords();
  const [language, setLanguage] = useState(chosenLanguage);
  const [single, setSingle] = useState(usesSingleKeys);
  const choose = (wanted: Language | null): void => {
    setLanguage(wanted);
    void chooseLanguage(wanted);
  };
  return (
    <section className={`${card['card']} ${card['padded']} ${classes['form']}`}>
      <h2>{t('profile.settings')}</h2>
      <fieldset className={classes['choice']}>
        <legend>{t('profile.language')}</legend>
        {[null, ...offered].map((one) => (
          <label key={one ?? 'auto'}>
            <input type="radio" name="language" checked={language === one} onChange={() => choose(one)} />
            <span lang={one ?? undefined}>{one === null ? t('profile.browserLanguage') : languages[one]}</span>
          </label>
        ))}
      </fieldset>
      <Checkbox
        label={t('profile.singleKeys')}
        checked={single}
        onChange={(event) => {
          setSingle(event.currentTarget.checked);
          setSingleKeys(event.currentTarget.checked);
        }}
      />
    </section>
  );
};
