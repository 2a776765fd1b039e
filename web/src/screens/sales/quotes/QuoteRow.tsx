import { ActionIcon, Badge, Group, Select, Textarea, TextInput } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import type { ComponentProps } from 'react';
import { useTranslation } from 'react-i18next';

import classes from '../entry/entry.module.css';
import { EntryRow } from '../entry/EntryRow';
import { CHOICES, isCounted, type QuoteLine } from './draft';

type RowProps = ComponentProps<typeof EntryRow>;

interface Props extends Omit<RowProps, 'line' | 'onEdit' | 'children'> {
  line: QuoteLine;
  lines: readonly QuoteLine[];
  onEdit: (part: Partial<QuoteLine>) => void;
}

/** Goods that are offered, and whether the customer may leave them out; or words on a line of their own. */
export function QuoteRow({ line, lines, ...row }: Props) {
  const { t } = useTranslation();
  const number = row.position + 1;
  const { onEdit } = row;
  if (line.isText) {
    return (
      <li className={classes.row} aria-label={t('entry.line', { number })}>
        <Group gap="xs" wrap="nowrap" align="flex-start">
          <Textarea
            flex={1}
            autosize
            maxLength={2000}
            aria-label={t('quotes.textOf', { number })}
            placeholder={t('quotes.text')}
            value={line.text}
            onChange={(event) => onEdit({ text: event.currentTarget.value })}
          />
          <ActionIcon size={30} aria-label={t('prices.removeLine', { number })} onClick={row.onRemove}>
            <IconTrash size={16} />
          </ActionIcon>
        </Group>
      </li>
    );
  }
  return (
    <EntryRow {...row} line={line}>
      <Group gap="xs" mt={6}>
        <Select
          w={150}
          aria-label={t('quotes.choiceOf', { number })}
          allowDeselect={false}
          value={line.choice}
          data={CHOICES.map((value) => ({ value, label: t(`quotes.choices.${value}`) }))}
          onChange={(value) => onEdit({ choice: CHOICES.find((it) => it === value) ?? 'fixed' })}
        />
        {line.choice === 'alternative' ? (
          <TextInput
            w={110}
            aria-label={t('quotes.groupOf', { number })}
            placeholder={t('quotes.group')}
            value={line.group}
            error={row.fault('group')}
            onChange={(event) => onEdit({ group: event.currentTarget.value })}
          />
        ) : null}
        <TextInput
          flex="1 1 200px"
          maxLength={2000}
          aria-label={t('quotes.wordsOf', { number })}
          placeholder={t('quotes.words')}
          value={line.text}
          onChange={(event) => onEdit({ text: event.currentTarget.value })}
        />
        {isCounted(line, lines) ? null : <Badge color="gray">{t('quotes.notCounted')}</Badge>}
      </Group>
    </EntryRow>
  );
}
