import { Button, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { AtLimit, Policy, PolicyRules, Role } from '@curfew/contracts';
import { useState, type FormEvent } from 'react';

import card from '../../theme/card.module.css';
import text from '../../theme/text.module.css';
import { useWords } from '../../words/reader.js';
import { adminProblem } from '../admin-problem.js';
import { Choice } from '../choice.js';
import { ChangeDialog } from './change-dialog.js';
import { DurationField } from './duration-field.js';
import classes from './policies.module.css';
import { changePolicy } from './policy-calls.js';
import { draftOf, patchOf, problemsOf, type Draft, type Rules } from './rules-draft.js';

interface Props {
  readonly role: Role;
  readonly rules: PolicyRules;
  readonly lockedBy: Policy['lockedBy'];
}

/** The rules of one role. Saving first says what it would end. */
export const RulesForm = ({ role, rules, lockedBy }: Props) => {
  const { t } = useWords();
  const [draft, setDraft] = useState<Draft>(() => draftOf(rules));
  const [asked, setAsked] = useState<Rules | null>(null);
  const problems = problemsOf(t, draft);
  const patch = patchOf(draft, rules);
  const preview = useMutation({ mutationFn: (change: Rules) => changePolicy({ role, ...change, dryRun: true }), onSuccess: (_, change) => setAsked(change) });
  const ready = patch !== null && Object.keys(patch).length > 0;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (ready && !preview.isPending) preview.mutate(patch);
  };
  const free = Object.fromEntries((['idleTimeout', 'absoluteTimeout', 'maxSessions', 'atLimit'] as const).flatMap((rule) => (lockedBy[rule] === null ? [[rule, null]] : [])));
  return (
    <>
      <form className={`${card['card']} ${card['padded']} ${classes['form']}`} onSubmit={submit} noValidate aria-labelledby={`rules-${role}`}>
        <h2 id={`rules-${role}`}>{t(`rules.of.${role}`)}</h2>
        <Fields draft={draft} onDraft={setDraft} problems={problems} lockedBy={lockedBy} />
        {preview.isError && <p role="alert" className={text['problem']}>{adminProblem(t, preview.error)}</p>}
        <div className={classes['row']}>
          <Button type="submit" variant="primary" disabled={!ready || preview.isPending}>
            {t('rules.save')}
          </Button>
          {Object.keys(free).length > 0 && (
            <Button disabled={preview.isPending} onClick={() => preview.mutate(free)}>
              {t('rules.defaults')}
            </Button>
          )}
        </div>
      </form>
      {/* Beside the form: a form within a form submits neither. */}
      {asked !== null && preview.data !== undefined && <ChangeDialog role={role} change={asked} wouldEnd={preview.data.wouldEnd ?? 0} onClose={() => setAsked(null)} />}
    </>
  );
};

interface FieldsProps {
  readonly draft: Draft;
  readonly onDraft: (draft: Draft) => void;
  readonly problems: Readonly<Partial<Record<keyof Draft, string>>>;
  readonly lockedBy: Policy['lockedBy'];
}

const Fields = ({ draft, onDraft, problems, lockedBy }: FieldsProps) => {
  const { t } = useWords();
  const lockWords = (variable: string | null): string | null => (variable === null ? null : t('rules.lockedBy', { variable }));
  return (
    <>
      {(['idleTimeout', 'absoluteTimeout'] as const).map((rule) => (
        <DurationField
          key={rule}
          label={t(`rules.${rule}`)}
          help={lockWords(lockedBy[rule]) ?? t(`rules.${rule}Help`)}
          value={draft[rule]}
          error={problems[rule] ?? null}
          disabled={lockedBy[rule] !== null}
          onChange={(value) => onDraft({ ...draft, [rule]: value })}
        />
      ))}
      <TextInput
        label={t('rules.maxSessions')}
        description={lockWords(lockedBy.maxSessions) ?? t('rules.maxSessionsHelp')}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        inputMode="numeric"
        maxLength={6}
        value={draft.maxSessions}
        error={problems.maxSessions}
        disabled={lockedBy.maxSessions !== null}
        onChange={(event) => onDraft({ ...draft, maxSessions: event.currentTarget.value })}
      />
      <AtLimitField value={draft.atLimit} variable={lockedBy.atLimit} onChoose={(atLimit) => onDraft({ ...draft, atLimit })} />
    </>
  );
};

const AtLimitField = ({ value, variable, onChoose }: { readonly value: AtLimit; readonly variable: string | null; readonly onChoose: (value: AtLimit) => void }) => {
  const { t } = useWords();
  return (
    <Choice
      label={t('rules.atLimit')}
      value={value}
      choices={[
        ['end-oldest', t('rules.endOldest')],
        ['refuse', t('rules.refuse')],
      ]}
      disabled={variable !== null}
      description={variable === null ? t('rules.atLimitHelp') : t('rules.lockedBy', { variable })}
      onChoose={(chosen) => onChoose(chosen === 'refuse' ? 'refuse' : 'end-oldest')}
    />
  );
};
