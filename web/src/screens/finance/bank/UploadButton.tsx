import { notifications } from '@mantine/notifications';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';

import { api } from '~/api/client';
import { useMay } from '~/auth/usePerson';
import { UploadButton as FileUpload } from '~/ui/form/UploadButton';

/** Take a file of statements: whole, or not at all and everything that is wrong with it. */
export function UploadButton() {
  const { t } = useTranslation();
  const may = useMay();
  const navigate = useNavigate();
  if (!may('accounting.bank.write')) return null;
  return (
    <FileUpload
      label={t('bank.upload')}
      accept=".xml,application/xml,text/xml"
      refused={(name) => t('bank.notTaken', { name })}
      onFile={async (file) => {
        const { data } = await api.POST('/api/accounting/v1/bank-statements', {
          body: await file.text(),
          bodySerializer: (content: string) => content,
          headers: { 'Content-Type': 'application/xml' },
        });
        const taken = data?.items ?? [];
        notifications.show({ color: 'green', message: t('bank.taken', { count: taken.length }) });
        const [first] = taken;
        if (first && taken.length === 1) await navigate(`/bank/${first.id}`);
      }}
    />
  );
}
