import { ActionIcon, TextInput } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

import { isMonth, monthBeside } from '../months';

interface Props {
  month: string; // "2026-01"
  onChange: (month: string) => void;
}

/** A month, with the one before and the one after a click away. */
export function MonthField({ month, onChange }: Props) {
  const { t } = useTranslation();
  return (
    <>
      <ActionIcon
        variant="default"
        size="input-sm"
        aria-label={t('closing.before')}
        onClick={() => onChange(monthBeside(month, -1))}
      >
        <IconChevronLeft size={18} />
      </ActionIcon>
      <TextInput
        type="month"
        aria-label={t('closing.month')}
        value={month}
        onChange={(event) => {
          if (isMonth(event.currentTarget.value)) onChange(event.currentTarget.value);
        }}
      />
      <ActionIcon
        variant="default"
        size="input-sm"
        aria-label={t('closing.after')}
        onClick={() => onChange(monthBeside(month, 1))}
      >
        <IconChevronRight size={18} />
      </ActionIcon>
    </>
  );
}
