import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { api } from '~/api/client';
import type { OfPricing } from '~/api/schemas';
import { useFormat } from '~/i18n/useFormat';
import { useReasons } from '~/i18n/useReasons';
import { Card } from '~/ui/Card';
import type { Column } from '~/ui/list/column';
import { Table } from '~/ui/list/Table';
import { PartnerName } from '~/ui/Name';
import { StatusBadge } from '~/ui/StatusBadge';

import { ExportButton } from './ExportButton';
import { More } from './More';

type Stop = OfPricing['StopOut'];

/** Lines of past orders that margin rules would stop, with the reason. */
export function StoppedLines({ id, done }: { id: string; done: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const say = useReasons();
  const path = { simulation_id: id };
  const query = useInfiniteQuery({
    queryKey: ['simulation-stops', id, done],
    queryFn: async ({ pageParam }) =>
      (
        await api.GET('/api/pricing/v1/simulations/{simulation_id}/stopped-lines', {
          params: { path, query: { sort: '-ordered_on', limit: 50, ...(pageParam ? { cursor: pageParam } : {}) } },
        })
      ).data ?? { items: [], next_cursor: null },
    initialPageParam: '',
    getNextPageParam: (page) => page.next_cursor ?? null,
  });
  const rows = query.data?.pages.flatMap(({ items }) => items) ?? [];
  const columns: Column<Stop>[] = [
    {
      key: 'order',
      title: t('simulations.order'),
      cell: (it) => it.order_number,
      text: (it) => it.order_number,
      onPhone: 'title',
    },
    {
      key: 'customer',
      title: t('common.customer'),
      cell: (it) => <PartnerName id={it.customer_id} />,
      text: (it) => it.customer_id,
      onPhone: 'line',
    },
    { key: 'sku', title: t('common.product'), cell: (it) => it.sku, text: (it) => it.sku, onPhone: 'line' },
    {
      key: 'price',
      title: t('common.unitPrice'),
      cell: (it) => `${format.money(it.unit_price_before)} › ${format.money(it.unit_price_after)}`,
      text: (it) => it.unit_price_after,
      isFigure: true,
    },
    {
      key: 'margin',
      title: t('common.margin'),
      cell: (it) => `${format.rate(it.margin_rate_before)} › ${format.rate(it.margin_rate_after)}`,
      text: (it) => it.margin_rate_after,
      isFigure: true,
      onPhone: 'side',
    },
    {
      key: 'verdict',
      title: t('common.status'),
      cell: (it) => <StatusBadge list="verdict" value={it.verdict_after} />,
      text: (it) => it.verdict_after,
      onPhone: 'line',
    },
    {
      key: 'why',
      title: t('simulations.why'),
      cell: (it) => <span style={{ whiteSpace: 'normal' }}>{say(it, 'EUR')}</span>,
      text: (it) => it.explanation,
    },
  ];
  if (rows.length === 0) return null;
  return (
    <Card
      title={t('simulations.stoppedLines')}
      isFlush
      side={
        <ExportButton
          name="simulation-stopped-lines.csv"
          load={() =>
            api.GET('/api/pricing/v1/simulations/{simulation_id}/stopped-lines.csv', {
              params: { path },
              parseAs: 'blob',
            })
          }
        />
      }
    >
      <Table label={t('simulations.stoppedLines')} rows={rows} columns={columns} rowKey={(it) => it.order_line_id} />
      <More query={query} />
    </Card>
  );
}
