import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';

import { api } from '~/api/client';
import { useMay } from '~/auth/usePerson';
import { UploadButton } from '~/ui/form/UploadButton';

/** Send a table of orders: nothing is ordered yet, everything that is wrong with it is told. */
export function UploadOrders() {
  const { t } = useTranslation();
  const may = useMay();
  const navigate = useNavigate();
  if (!may('sales.orders.write')) return null;
  const send = async (file: File) => {
    const { data } = await api.POST('/api/sales/v1/order-intakes/csv', {
      params: { query: { name: file.name } },
      body: await file.text(),
      bodySerializer: (content: string) => content,
      headers: { 'Content-Type': 'text/csv' },
    });
    if (data) await navigate(`/order-intakes/${data.id}`);
  };
  return (
    <UploadButton
      label={t('intakes.upload')}
      accept=".csv,text/csv"
      refused={(name) => t('bank.notTaken', { name })}
      onFile={send}
    />
  );
}
