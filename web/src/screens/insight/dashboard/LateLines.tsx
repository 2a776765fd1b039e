import { useTranslation } from 'react-i18next';

import { api } from '~/api/client';
import { useMay } from '~/auth/usePerson';
import { useFormat } from '~/i18n/useFormat';
import { List } from '~/ui/list/List';

import { lateColumns, type LateLine } from './late';

/** Every line of a firm order that should have left and did not whole. */
export default function LateLines() {
  const { t } = useTranslation();
  const format = useFormat();
  const may = useMay();
  return (
    <List
      id="late-lines"
      title={t('screens.lateLines')}
      columns={lateColumns(t, format)}
      defaultSort="due_on"
      load={async (_, asked) => {
        const { data } = await api.GET('/api/reporting/v1/dashboard/late-lines', { params: { query: asked } });
        return data ?? { items: [] };
      }}
      rowKey={(it) => it.id}
      {...(may('sales.orders.read') ? { rowPath: (it: LateLine) => `/orders/${it.sales_order_id}` } : {})}
      empty={{ title: t('dashboard.nothingLate'), hint: t('dashboard.nothingLateHint') }}
    />
  );
}
