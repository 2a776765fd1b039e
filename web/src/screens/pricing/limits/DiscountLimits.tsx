import { Button } from '@mantine/core';
import { IconPlus, IconRosetteDiscount, IconTarget } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api, hooks } from '~/api/client';
import { useMay } from '~/auth/usePerson';
import { useFormat } from '~/i18n/useFormat';
import { useWord } from '~/i18n/useWord';
import { Card } from '~/ui/Card';
import { Empty } from '~/ui/Empty';
import type { Column } from '~/ui/list/column';
import { Table } from '~/ui/list/Table';
import { Page, PageSkeleton, PageTrouble } from '~/ui/Page';
import { useAct } from '~/ui/useAct';

import { EditButtons } from '../shared/EditButtons';
import { Validity } from '../shared/Names';
import { LimitDialog } from './LimitDialog';
import { LimitTest } from './LimitTest';
import { replaced, type Limit } from './limits';

interface Placed {
  limit: Limit;
  at: number;
}

const SINCE_EVER = '1990-01-01';

/** Who may grant which discount, alone and with whose approval. */
export default function DiscountLimits() {
  const { t } = useTranslation();
  const format = useFormat();
  const word = useWord();
  const may = useMay();
  const [edited, setEdited] = useState<Placed | 'new' | null>(null);
  const [isTesting, setIsTesting] = useState(false);
  const query = hooks.useQuery('get', '/api/pricing/v1/discount-limits');
  const { data, error } = query;
  const save = useAct<Limit[]>({
    act: (items) =>
      api.PUT('/api/pricing/v1/discount-limits', {
        params: { header: { 'if-match': `"${data?.version ?? 0}"` } },
        body: { items },
      }),
    done: () => t('pricing.saved'),
  });
  if (error)
    return <PageTrouble title={t('screens.discountLimits')} error={error} onRetry={() => void query.refetch()} />;
  if (!data) return <PageSkeleton />;
  const holder = ({ role, level }: Limit) => (level ? word('levelName', level) : word('roleName', role ?? ''));
  const mayWrite = may('pricing.limits.write');
  const columns: Column<Placed>[] = [
    {
      key: 'holder',
      title: t('limits.holder'),
      cell: ({ limit }) => `${holder(limit)} ${t(limit.level ? 'limits.approves' : 'limits.alone')}`,
      text: ({ limit }) => holder(limit),
      onPhone: 'title',
    },
    {
      key: 'max',
      title: t('limits.max'),
      cell: ({ limit }) => <b>{format.exactRate(limit.max_rate)}</b>,
      text: ({ limit }) => limit.max_rate,
      isFigure: true,
      onPhone: 'side',
    },
    {
      key: 'family',
      title: t('pricing.family'),
      cell: ({ limit }) => limit.family_code ?? t('pricing.everything'),
      text: ({ limit }) => limit.family_code,
      onPhone: 'line',
    },
    {
      key: 'segment',
      title: t('pricing.segment'),
      cell: ({ limit }) => limit.segment ?? t('pricing.everybody'),
      text: ({ limit }) => limit.segment,
      onPhone: 'line',
    },
    {
      key: 'channel',
      title: t('pricing.channel'),
      cell: ({ limit }) => limit.channel ?? t('pricing.everyChannel'),
      text: ({ limit }) => limit.channel,
      onPhone: 'line',
    },
    {
      key: 'validity',
      title: t('pricing.validity'),
      cell: ({ limit }) =>
        limit.effective_from === SINCE_EVER && !limit.effective_until ? (
          t('limits.start')
        ) : (
          <Validity from={limit.effective_from} until={limit.effective_until} />
        ),
      text: ({ limit }) => limit.effective_from,
    },
    ...(mayWrite
      ? [
          {
            key: 'edit',
            title: '',
            cell: (placed: Placed) => (
              <EditButtons
                name={holder(placed.limit)}
                hint={t('limits.note')}
                onEdit={() => setEdited(placed)}
                onRemove={() => save.mutate(replaced(data.items, placed.at, null))}
              />
            ),
            text: () => '',
            onPhone: 'line' as const,
          },
        ]
      : []),
  ];
  return (
    <Page
      title={t('screens.discountLimits')}
      note={t('limits.note')}
      actions={
        <>
          <Button variant="default" leftSection={<IconTarget size={15} />} onClick={() => setIsTesting(true)}>
            {t('pricing.test')}
          </Button>
          {mayWrite ? (
            <Button leftSection={<IconPlus size={15} />} onClick={() => setEdited('new')}>
              {t('limits.new')}
            </Button>
          ) : null}
        </>
      }
    >
      <Card isFlush>
        {data.items.length === 0 ? (
          <Empty icon={IconRosetteDiscount} title={t('limits.emptyTitle')} hint={t('limits.emptyHint')} />
        ) : (
          <Table
            label={t('screens.discountLimits')}
            rows={data.items.map((limit, at) => ({ limit, at }))}
            columns={columns}
            rowKey={({ at }) => String(at)}
          />
        )}
      </Card>
      {edited ? (
        <LimitDialog
          limit={edited === 'new' ? null : edited.limit}
          limits={data.items}
          at={edited === 'new' ? null : edited.at}
          version={data.version}
          onClose={() => setEdited(null)}
        />
      ) : null}
      {isTesting ? <LimitTest onClose={() => setIsTesting(false)} /> : null}
    </Page>
  );
}
