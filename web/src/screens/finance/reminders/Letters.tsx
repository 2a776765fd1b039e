import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';

import { api } from '~/api/client';
import type { OfAccounting } from '~/api/schemas';
import { useFormat } from '~/i18n/useFormat';
import { useWord } from '~/i18n/useWord';
import type { Column, Filter } from '~/ui/list/column';
import { List } from '~/ui/list/List';
import { partnerText } from '~/ui/list/texts';
import { PartnerName } from '~/ui/Name';
import { StatusBadge } from '~/ui/StatusBadge';

type Letter = OfAccounting['LetterHead'];

const DELIVERIES = ['waiting', 'trying', 'done', 'parked', 'given-up'];

/** Reminders that were written, and how they went out. */
export default function Letters() {
  const { t } = useTranslation();
  const format = useFormat();
  const word = useWord();
  const [search] = useSearchParams();
  const run = search.get('run_id');
  const delivery = (it: Letter) => it.delivery ?? 'by-post';
  const columns: Column<Letter>[] = [
    {
      key: 'number',
      title: t('common.number'),
      cell: (it) => it.number,
      text: (it) => it.number,
      sort: 'number',
      onPhone: 'title',
    },
    {
      key: 'customer',
      title: t('common.customer'),
      cell: (it) => <PartnerName id={it.partner_id} />,
      text: (it) => partnerText(it.partner_id),
      onPhone: 'line',
    },
    {
      key: 'written',
      title: t('dunning.writtenOn'),
      cell: (it) => format.date(it.written_on),
      text: (it) => it.written_on,
      onPhone: 'line',
    },
    { key: 'level', title: t('dunning.level'), cell: (it) => it.level, text: (it) => String(it.level), isFigure: true },
    {
      key: 'open',
      title: t('dunning.open'),
      cell: (it) => format.money(it.open_amount, it.currency),
      text: (it) => it.open_amount,
      isFigure: true,
      onPhone: 'side',
    },
    {
      key: 'claims',
      title: t('dunning.interest'),
      cell: (it) => format.money(it.interest, it.currency),
      text: (it) => it.interest,
      isFigure: true,
    },
    {
      key: 'delivery',
      title: t('dunning.delivery'),
      cell: (it) => <StatusBadge list="letterDelivery" value={delivery(it)} />,
      text: (it) => word('letterDelivery', delivery(it)),
      onPhone: 'line',
    },
  ];
  const filters: Filter[] = [
    { kind: 'partner', key: 'partner_id', label: t('common.customer'), side: 'customer' },
    {
      kind: 'choice',
      key: 'delivery',
      label: t('dunning.delivery'),
      options: DELIVERIES.map((value) => ({ value, label: word('letterDelivery', value) })),
    },
  ];
  return (
    <List
      id={run ? 'dunning-letters-of-run' : 'dunning-letters'}
      title={t('dunning.letters')}
      columns={columns}
      filters={filters}
      defaultSort="-number"
      load={async ({ partner_id, delivery: how }, asked) => {
        const query = {
          ...asked,
          ...(run ? { run_id: run } : {}),
          ...(partner_id ? { partner_id } : {}),
          ...(how ? { delivery: how } : {}),
        };
        const { data } = await api.GET('/api/accounting/v1/dunning-letters', { params: { query } });
        return data ?? { items: [] };
      }}
      rowKey={(it) => it.id}
      rowPath={(it) => `/dunning/letters/${it.id}`}
      empty={{ title: t('dunning.noLetter'), hint: t('dunning.noLetterHint') }}
    />
  );
}
