import { notifications } from '@mantine/notifications';
import { useTranslation } from 'react-i18next';

import { api } from '~/api/client';
import { useMay } from '~/auth/usePerson';
import { UploadButton } from '~/ui/form/UploadButton';

/** The European Central Bank's file of reference rates: the last day's, or the history. */
export function RatesFile() {
  const { t } = useTranslation();
  const may = useMay();
  if (!may('accounting.rates.write')) return null;
  return (
    <UploadButton
      label={t('rates.upload')}
      accept=".csv,text/csv"
      refused={(name) => t('rates.notTaken', { name })}
      onFile={async (file) => {
        const { data } = await api.POST('/api/accounting/v1/exchange-rates/ecb', {
          body: await file.text(),
          bodySerializer: (content: string) => content,
          headers: { 'Content-Type': 'text/csv' },
        });
        notifications.show({ color: 'green', message: t('rates.taken', { count: data?.changed ?? 0 }) });
      }}
    />
  );
}
