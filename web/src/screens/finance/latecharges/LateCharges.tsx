import { Badge } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { api } from '~/api/client';
import type { OfAccounting } from '~/api/schemas';
import { useFormat } from '~/i18n/useFormat';
import type { Column, Filter } from '~/ui/list/column';
import { List } from '~/ui/list/List';
import { partnerText } from '~/ui/list/texts';
import { PartnerName } from '~/ui/Name';

import { LateRate } from './LateRate';
import { NewCharge } from './NewCharge';

type Charge = OfAccounting['LateChargeHead'];

/** Debit notes of late interest and indemnities. */
export default function LateCharges() {
  const { t } = useTranslation();
  const format = useFormat();
  const money = (key: 'interest' | 'indemnity' | 'open_amount', title: string): Column<Charge> => ({
    key,
    title,
    cell: (it) => format.money(it[key], it.currency),
    text: (it) => it[key],
    isFigure: true,
    onPhone: key === 'open_amount' ? 'side' : 'line',
  });
  const columns: Column<Charge>[] = [
    { key: 'number', title: t('common.number'), cell: (it) => it.number, text: (it) => it.number, onPhone: 'title' },
    {
      key: 'customer',
      title: t('common.customer'),
      cell: (it) => <PartnerName id={it.partner_id} />,
      text: (it) => partnerText(it.partner_id),
      onPhone: 'line',
    },
    {
      key: 'charged',
      title: t('lateCharges.chargedOn'),
      cell: (it) => format.date(it.charged_on),
      text: (it) => it.charged_on,
      sort: 'charged_on',
      onPhone: 'line',
    },
    money('interest', t('dunning.interest')),
    money('indemnity', t('dunning.indemnity')),
    money('open_amount', t('dunning.open')),
    {
      key: 'state',
      title: t('common.status'),
      cell: (it) => (it.reversed_on ? <Badge color="gray">{t('lateCharges.isReversed')}</Badge> : null),
      text: (it) => (it.reversed_on ? t('lateCharges.isReversed') : ''),
    },
  ];
  const filters: Filter[] = [{ kind: 'partner', key: 'partner_id', label: t('common.customer'), side: 'customer' }];
  return (
    <List
      id="late-charges"
      title={t('screens.lateCharges')}
      columns={columns}
      filters={filters}
      defaultSort="-charged_on"
      load={async ({ partner_id }, asked) => {
        const query = { ...asked, ...(partner_id ? { partner_id } : {}) };
        const { data } = await api.GET('/api/accounting/v1/late-charges', { params: { query } });
        return data ?? { items: [] };
      }}
      rowKey={(it) => it.id}
      rowPath={(it) => `/late-charges/${it.id}`}
      actions={
        <>
          <LateRate />
          <NewCharge />
        </>
      }
      empty={{ title: t('lateCharges.emptyTitle'), hint: t('lateCharges.emptyHint') }}
    />
  );
}
