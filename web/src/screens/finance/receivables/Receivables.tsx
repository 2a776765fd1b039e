import { SegmentedControl, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { hooks } from '~/api/client';
import type { OfAccounting } from '~/api/schemas';
import { useFormat } from '~/i18n/useFormat';
import { Card } from '~/ui/Card';
import { Empty } from '~/ui/Empty';
import type { Column } from '~/ui/list/column';
import { Table } from '~/ui/list/Table';
import { Page, PageTrouble } from '~/ui/Page';
import { useAddress } from '~/ui/useAddress';

import { AgeBar } from './AgeBar';

type Aged = OfAccounting['AgedOut'];
type Side = OfAccounting['AgedTotalOut']['side'];

const MOST = 200; // partners shown, those that owe the most

export const AGES = ['not_due', 'to_30', 'to_60', 'to_90', 'over_90'] as const;

/** Who owes what, and how late: the aged balance of customers, or what we owe suppliers. */
export default function Receivables() {
  const { t } = useTranslation();
  const format = useFormat();
  const address = useAddress();
  const side: Side = address.read('side') === 'suppliers' ? 'suppliers' : 'customers';
  const on = address.read('on');
  const asked = { side, ...(on ? { on } : {}) };
  const query = hooks.useQuery('get', '/api/accounting/v1/aged-balance', {
    params: { query: { ...asked, sort: '-total', limit: MOST } },
  });
  const whole = hooks.useQuery('get', '/api/accounting/v1/aged-balance/total', { params: { query: asked } });
  const { data, error } = query;
  if (error) return <PageTrouble title={t('screens.receivables')} error={error} onRetry={() => void query.refetch()} />;

  const rows = data?.items ?? [];
  const names = {
    not_due: t('receivables.notDue'),
    to_30: t('receivables.to30'),
    to_60: t('receivables.to60'),
    to_90: t('receivables.to90'),
    over_90: t('receivables.over90'),
  };
  const columns: Column<Aged>[] = [
    {
      key: 'name',
      title: t('receivables.partner'),
      cell: (it) => it.name ?? '–',
      text: (it) => it.name,
      onPhone: 'title',
    },
    ...AGES.map((age): Column<Aged> => ({
      key: age,
      title: names[age],
      cell: (it) => (Number(it[age]) === 0 ? '–' : format.money(it[age])),
      text: (it) => it[age],
      isFigure: true,
      ...(age === 'over_90' ? { onPhone: 'line' } : {}),
    })),
    {
      key: 'total',
      title: t('common.total'),
      cell: (it) => <b>{format.money(it.total)}</b>,
      text: (it) => it.total,
      isFigure: true,
      onPhone: 'side',
    },
  ];
  return (
    <Page
      title={t('screens.receivables')}
      actions={
        <>
          <SegmentedControl
            aria-label={t('receivables.partner')}
            value={side}
            onChange={(value) => address.write('side', value)}
            data={[
              { value: 'customers', label: t('receivables.customers') },
              { value: 'suppliers', label: t('receivables.suppliers') },
            ]}
          />
          <TextInput
            type="date"
            aria-label={t('receivables.on')}
            value={on}
            onChange={(event) => address.write('on', event.currentTarget.value)}
          />
        </>
      }
    >
      {data && rows.length === 0 ? (
        <Empty title={t('receivables.emptyTitle')} hint={t('receivables.emptyHint')} />
      ) : (
        <>
          {whole.data && <AgeBar totals={whole.data} names={names} />}
          <Card isFlush>
            <Table
              label={t('screens.receivables')}
              rows={rows}
              rowKey={(it) => it.partner_id}
              {...(side === 'customers' ? { rowPath: (it: Aged) => `/customers/${it.partner_id}` } : {})}
              columns={columns}
            />
          </Card>
        </>
      )}
    </Page>
  );
}
