import { Checkbox, NumberInput, SimpleGrid, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api } from '~/api/client';
import { faultOf } from '~/ui/form/faults';
import { FormDialog } from '~/ui/form/FormDialog';
import { useAct } from '~/ui/useAct';

import { replaced, type Level } from './levels';

interface Props {
  level: Level | null; // none: a new one
  levels: readonly Level[]; // all there are: they are set together
  at: number | null;
  onClose: () => void;
}

const LANGUAGES = ['fr', 'en'] as const;
const STEP_DAYS = 14;

/** One rung of the ladder: from when on, what it claims, and its words in both languages. */
export function LevelDialog({ level, levels, at, onClose }: Props) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState<Level>(() => level ?? nextOf(levels));
  const set = (part: Partial<Level>) => setTyped((before) => ({ ...before, ...part }));
  const next = replaced(levels, at, typed);
  const place = next.indexOf(typed);
  const save = useAct({
    act: () => api.PUT('/api/accounting/v1/dunning-levels', { body: { levels: next } }),
    done: () => t('levels.saved'),
  });
  const days = (key: 'days_late' | 'pause_days', hint: string, min: number) => (
    <NumberInput
      label={t(`levels.${key}`)}
      description={hint}
      required
      min={min}
      allowDecimal={false}
      value={typed[key]}
      error={faultOf(save.error, `levels.${place}.${key}`)}
      onChange={(value) => set({ [key]: Number(value) })}
    />
  );
  const isWritten = LANGUAGES.every((it) => typed.words[it].title.trim() && typed.words[it].text.trim());
  return (
    <FormDialog
      title={level ? t('levels.edit', { title: level.words.fr.title }) : t('levels.add')}
      action={t('common.save')}
      isReady={typed.days_late > 0 && isWritten}
      act={save}
      onClose={onClose}
      size="xl"
    >
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
        {days('days_late', t('levels.daysHint'), 1)}
        {days('pause_days', t('levels.pauseHint'), 0)}
      </SimpleGrid>
      <Checkbox
        label={t('levels.claims')}
        description={t('levels.claimsHint')}
        checked={typed.claims}
        onChange={(event) =>
          set({ claims: event.currentTarget.checked, posts: typed.posts && event.currentTarget.checked })
        }
      />
      <Checkbox
        label={t('levels.posts')}
        description={t('levels.postsHint')}
        disabled={!typed.claims}
        checked={typed.posts}
        onChange={(event) => set({ posts: event.currentTarget.checked })}
      />
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
        {LANGUAGES.map((language) => {
          const words = typed.words[language];
          const say = (part: Partial<typeof words>) =>
            set({ words: { ...typed.words, [language]: { ...words, ...part } } });
          return (
            <div key={language}>
              <TextInput
                label={t(`levels.title_${language}`)}
                required
                maxLength={80}
                value={words.title}
                onChange={(event) => say({ title: event.currentTarget.value })}
              />
              <Textarea
                mt="sm"
                label={t(`levels.text_${language}`)}
                required
                autosize
                minRows={5}
                maxRows={12}
                maxLength={2000}
                value={words.text}
                onChange={(event) => say({ text: event.currentTarget.value })}
              />
            </div>
          );
        })}
      </SimpleGrid>
    </FormDialog>
  );
}

function nextOf(levels: readonly Level[]): Level {
  const last = levels.at(-1);
  const empty = { title: '', text: '' };
  return {
    days_late: (last?.days_late ?? 0) + STEP_DAYS,
    pause_days: 7,
    claims: last?.claims ?? false,
    posts: false,
    words: { fr: empty, en: empty },
  };
}
