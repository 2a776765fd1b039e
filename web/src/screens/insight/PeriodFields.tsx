import { TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';

interface Props {
  from: string;
  last: string; // the period's last day
  set: (values: Record<string, string>) => void;
}

/** The first and the last day of what a screen tells, for its head. */
export function PeriodFields({ from, last, set }: Props) {
  const { t } = useTranslation();
  return (
    <>
      <TextInput
        type="date"
        aria-label={t('margins.from')}
        value={from}
        onChange={(event) => set({ from: event.currentTarget.value })}
      />
      <TextInput
        type="date"
        aria-label={t('margins.until')}
        value={last}
        onChange={(event) => set({ until: event.currentTarget.value })}
      />
    </>
  );
}
