import { useTranslation } from 'react-i18next';

import { api } from '~/api/client';
import type { OfAccounting } from '~/api/schemas';
import { useFormat } from '~/i18n/useFormat';
import { useWord } from '~/i18n/useWord';
import type { Column, Filter } from '~/ui/list/column';
import { List } from '~/ui/list/List';
import { partnerText } from '~/ui/list/texts';
import { PartnerName } from '~/ui/Name';

type Dispute = OfAccounting['DisputeOut'];

const KINDS = ['price', 'not-received', 'tax', 'duplicate'] as const;

export default function Disputes() {
  const { t } = useTranslation();
  const format = useFormat();
  const word = useWord();
  const columns: Column<Dispute>[] = [
    {
      key: 'number',
      title: t('bills.supplierNumber'),
      cell: (it) => it.supplier_number,
      text: (it) => it.supplier_number,
      onPhone: 'title',
    },
    {
      key: 'supplier',
      title: t('common.supplier'),
      cell: (it) => <PartnerName id={it.supplier_id} />,
      text: (it) => partnerText(it.supplier_id),
      onPhone: 'line',
    },
    {
      key: 'kind',
      title: t('disputes.kind'),
      cell: (it) => word('disputeKind', it.kind),
      text: (it) => word('disputeKind', it.kind),
      onPhone: 'line',
    },
    { key: 'reason', title: t('disputes.reason'), cell: (it) => it.reason, text: (it) => it.reason, onPhone: 'line' },
    { key: 'owner', title: t('disputes.owner'), cell: (it) => it.owner, text: (it) => it.owner },
    {
      key: 'opened',
      title: t('disputes.openedAt'),
      cell: (it) => format.ago(it.opened_at),
      text: (it) => it.opened_at,
      sort: 'opened_at',
    },
    {
      key: 'risk',
      title: t('disputes.atRisk'),
      cell: (it) => format.money(it.at_risk),
      text: (it) => it.at_risk,
      sort: 'at_risk',
      isFigure: true,
      onPhone: 'side',
    },
  ];
  const filters: Filter[] = [
    {
      kind: 'choice',
      key: 'kind',
      label: t('disputes.kind'),
      options: KINDS.map((value) => ({ value, label: word('disputeKind', value) })),
    },
    { kind: 'tick', key: 'is_open', label: t('disputes.isOpen') },
  ];
  return (
    <List
      id="disputes"
      title={t('screens.disputes')}
      columns={columns}
      filters={filters}
      defaultSort="-at_risk"
      load={async ({ kind, is_open }, asked) => {
        const query = { ...asked, kind: kind as Dispute['kind'] | undefined, is_open: is_open === 'true' };
        const { data } = await api.GET('/api/accounting/v1/bill-disputes', { params: { query } });
        return data ?? { items: [] };
      }}
      rowKey={(it) => it.id}
      rowPath={(it) => `/bills/${it.bill_id}`}
      empty={{ title: t('disputes.emptyTitle'), hint: t('disputes.emptyHint') }}
    />
  );
}
