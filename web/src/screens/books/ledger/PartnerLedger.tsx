import { Badge } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';

import { api } from '~/api/client';
import type { OfAccounting } from '~/api/schemas';
import { useFormat } from '~/i18n/useFormat';
import type { Column, Filter } from '~/ui/list/column';
import { List } from '~/ui/list/List';

type Line = OfAccounting['PartnerLineOut'];
type Account = '401' | '411';

/** The account of one customer or supplier: lines that settle each other bear the same letter. */
export default function PartnerLedger() {
  const { t } = useTranslation();
  const format = useFormat();
  const [search] = useSearchParams();
  const side = search.get('account') === '401' ? 'supplier' : 'customer';
  const money = (value: string) => (Number(value) ? format.money(value) : '');
  const columns: Column<Line>[] = [
    {
      key: 'posted',
      title: t('ledger.postedOn'),
      cell: (it) => format.date(it.posted_on),
      text: (it) => it.posted_on,
      sort: 'posted_on',
      onPhone: 'line',
    },
    { key: 'account', title: t('ledger.account'), cell: (it) => it.account, text: (it) => it.account, onPhone: 'line' },
    { key: 'label', title: t('ledger.label'), cell: (it) => it.label, text: (it) => it.label, onPhone: 'title' },
    {
      key: 'letter',
      title: t('ledger.letter'),
      cell: (it) => (it.letter ? <Badge color="green">{it.letter}</Badge> : <Badge color="orange">–</Badge>),
      text: (it) => it.letter,
      onPhone: 'line',
    },
    {
      key: 'lettered',
      title: t('ledger.letteredOn'),
      cell: (it) => format.date(it.lettered_on),
      text: (it) => it.lettered_on,
    },
    {
      key: 'debit',
      title: t('ledger.debit'),
      cell: (it) => money(it.debit),
      text: (it) => it.debit,
      isFigure: true,
      onPhone: 'side',
    },
    {
      key: 'credit',
      title: t('ledger.credit'),
      cell: (it) => money(it.credit),
      text: (it) => it.credit,
      isFigure: true,
      onPhone: 'line',
    },
  ];
  const filters: Filter[] = [
    {
      kind: 'choice',
      key: 'account',
      label: t('ledger.account'),
      options: [
        { value: '411', label: t('ledger.customers') },
        { value: '401', label: t('ledger.suppliers') },
      ],
    },
    { kind: 'partner', key: 'partner_id', label: t('ledger.partner'), side },
    { kind: 'tick', key: 'unlettered', label: t('ledger.unlettered') },
  ];
  return (
    <List
      id="partner-ledger"
      title={t('screens.partnerLedger')}
      columns={columns}
      filters={filters}
      defaultSort="-posted_on"
      load={async ({ partner_id, account, unlettered }, asked) => {
        if (!partner_id) return { items: [] };
        const query = {
          ...asked,
          partner_id,
          unlettered: unlettered === 'true',
          ...(account ? { account: account as Account } : {}),
        };
        const { data } = await api.GET('/api/accounting/v1/partner-lines', { params: { query } });
        return data ?? { items: [] };
      }}
      rowKey={(it) => `${it.entry_id} ${it.position}`}
      rowPath={(it) => `/journals/${it.entry_id}`}
      empty={{ title: t('ledger.choosePartner'), hint: t('ledger.choosePartnerHint') }}
    />
  );
}
