import { Progress, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { api } from '~/api/client';
import type { OfPricing } from '~/api/schemas';
import { useFormat } from '~/i18n/useFormat';
import { useWord } from '~/i18n/useWord';
import type { Column, Filter } from '~/ui/list/column';
import { List } from '~/ui/list/List';
import { partnerText, productText } from '~/ui/list/texts';
import { PartnerName, ProductName } from '~/ui/Name';
import { StatusBadge } from '~/ui/StatusBadge';

import { AskException } from './AskException';

type Exception = OfPricing['ExceptionOut'];
const STATES = ['awaiting-approval', 'granted', 'rejected', 'revoked'] as const;

/** Special prices for one customer: what is agreed, how much of it is used, when it ends. */
export default function PriceExceptions() {
  const { t } = useTranslation();
  const format = useFormat();
  const word = useWord();
  const columns: Column<Exception>[] = [
    { key: 'number', title: t('common.number'), cell: (it) => it.number, text: (it) => it.number, onPhone: 'title' },
    {
      key: 'customer',
      title: t('common.customer'),
      cell: (it) => <PartnerName id={it.customer_id} />,
      text: (it) => partnerText(it.customer_id),
      onPhone: 'line',
    },
    {
      key: 'on',
      title: t('exceptions.on'),
      cell: (it) => (it.product_id ? <ProductName id={it.product_id} /> : it.family_code),
      text: (it) => (it.product_id ? productText(it.product_id) : it.family_code),
      onPhone: 'line',
    },
    {
      key: 'terms',
      title: t('exceptions.terms'),
      cell: (it) => <b>{it.unit_price ? format.money(it.unit_price) : `−${format.exactRate(it.discount_rate)}`}</b>,
      text: (it) => it.unit_price ?? it.discount_rate,
      isFigure: true,
      onPhone: 'side',
    },
    {
      key: 'used',
      title: t('exceptions.used'),
      cell: (it) => <Used exception={it} />,
      text: (it) => it.quantity_used,
    },
    {
      key: 'ends',
      title: t('exceptions.ends'),
      cell: (it) => (
        <Text span inherit c={it.is_expired ? 'red' : undefined}>
          {format.date(it.effective_until)}
        </Text>
      ),
      text: (it) => it.effective_until,
      onPhone: 'line',
    },
    {
      key: 'status',
      title: t('common.status'),
      cell: (it) => <StatusBadge list="exceptionStatus" value={it.status} />,
      text: (it) => word('exceptionStatus', it.status),
      onPhone: 'line',
    },
    { key: 'reason', title: t('common.reason'), cell: (it) => it.reason, text: (it) => it.reason, isHidden: true },
  ];
  const filters: Filter[] = [
    { kind: 'partner', key: 'customer_id', label: t('common.customer'), side: 'customer' },
    {
      kind: 'choice',
      key: 'status',
      label: t('common.status'),
      options: STATES.map((value) => ({ value, label: word('exceptionStatus', value) })),
    },
  ];
  return (
    <List
      id="price-exceptions"
      title={t('screens.priceExceptions')}
      columns={columns}
      filters={filters}
      defaultSort="-created_at"
      load={async ({ customer_id, status }, asked) => {
        const known = STATES.find((each) => each === status);
        const query = { ...asked, ...(customer_id ? { customer_id } : {}), ...(known ? { status: known } : {}) };
        return (await api.GET('/api/pricing/v1/exceptions', { params: { query } })).data ?? { items: [] };
      }}
      rowKey={(it) => it.id}
      rowPath={(it) => `/price-exceptions/${it.id}`}
      empty={{ title: t('exceptions.emptyTitle'), hint: t('exceptions.emptyHint') }}
      actions={<AskException />}
    />
  );
}

/** How much of the quantity is sold, as a bar with its figures. */
export function Used({ exception }: { exception: Exception }) {
  const { t } = useTranslation();
  const format = useFormat();
  const share = (100 * Number(exception.quantity_used)) / Number(exception.quantity_cap);
  const told = t('exceptions.usedOf', {
    used: format.number(exception.quantity_used),
    cap: format.number(exception.quantity_cap),
  });
  return (
    <div style={{ minWidth: 110 }}>
      <Text size="sm" className="figure">
        {told}
      </Text>
      <Progress value={share} size={5} color={share >= 100 ? 'red' : 'indigo'} aria-label={told} />
    </div>
  );
}
