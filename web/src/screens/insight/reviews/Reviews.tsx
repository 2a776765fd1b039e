import { Badge, Button, Group, Text, Tooltip } from '@mantine/core';
import { IconFileTypePdf, IconTable } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

import { api, hooks } from '~/api/client';
import type { OfReporting } from '~/api/schemas';
import { useMay } from '~/auth/usePerson';
import { useFormat } from '~/i18n/useFormat';
import { Card } from '~/ui/Card';
import { Table } from '~/ui/list/Table';
import { Columns, Page, PageTrouble } from '~/ui/Page';
import { save } from '~/ui/save';
import { useAct } from '~/ui/useAct';

import { Mails } from './Mails';
import { monthName } from './months';
import { Subscriptions } from './Subscriptions';

type Review = OfReporting['ReviewOut'];

const MONTHS = 60;
const SEAL_DIGITS = 12; // enough to compare with the periods' screen

/** The review of each month, provisional or as it was sealed, and who gets it by mail. */
export default function Reviews() {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const may = useMay();
  const params = { query: { sort: '-month', limit: MONTHS } };
  const query = hooks.useQuery('get', '/api/reporting/v1/reviews', { params });
  if (query.error)
    return <PageTrouble title={t('screens.reviews')} error={query.error} onRetry={() => void query.refetch()} />;
  const months = query.data?.items ?? [];
  const list = (
    <Card title={t('reviews.months')} isFlush>
      {query.data && months.length === 0 ? (
        <Text c="dimmed" px="md" pb="md">
          {t('reviews.empty')}
        </Text>
      ) : (
        <Table
          label={t('reviews.months')}
          rows={months}
          rowKey={(it) => it.month}
          columns={[
            {
              key: 'month',
              title: t('kpis.month'),
              cell: (it) => monthName(it.month, i18n.language),
              text: (it) => it.month,
              onPhone: 'title',
            },
            {
              key: 'state',
              title: t('common.status'),
              cell: (it) => <State review={it} />,
              text: (it) => it.seal ?? '',
              onPhone: 'side',
            },
            {
              key: 'revenue',
              title: t('margins.revenue'),
              cell: (it) => format.money(it.revenue),
              text: (it) => it.revenue,
              isFigure: true,
              onPhone: 'line',
            },
            {
              key: 'margin',
              title: t('margins.margin'),
              cell: (it) => format.money(it.margin),
              text: (it) => it.margin,
              isFigure: true,
              onPhone: 'line',
            },
            {
              key: 'files',
              title: t('reviews.documents'),
              cell: (it) => <Documents month={it.month.slice(0, 7)} />,
              text: () => '',
              onPhone: 'line',
            },
          ]}
        />
      )}
    </Card>
  );
  return (
    <Page title={t('screens.reviews')} note={t('reviews.note')}>
      {may('reporting.reviews.read') ? (
        <Columns
          main={list}
          aside={
            <>
              <Subscriptions />
              <Mails />
            </>
          }
        />
      ) : (
        list
      )}
    </Page>
  );
}

function State({ review }: { review: Review }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (!review.seal) return <Badge color="orange">{t('reviews.provisional')}</Badge>;
  const said = t('reviews.seal', { day: format.date(review.sealed_at), seal: review.seal.slice(0, SEAL_DIGITS) });
  return (
    <Tooltip label={said}>
      <Badge color="teal" tabIndex={0} aria-label={`${t('reviews.sealed')}. ${said}`} role="note">
        {t('reviews.sealed')}
      </Badge>
    </Tooltip>
  );
}

/** The month as a document to read and as a table to work with. */
function Documents({ month }: { month: string }) {
  const { t, i18n } = useTranslation();
  const asked = {
    params: { path: { month }, query: { language: i18n.language === 'fr' ? 'fr' : 'en' } },
    parseAs: 'blob',
  } as const;
  const name = `${t('kpis.review')} ${month}`;
  const paper = useAct({
    act: async () => {
      const { data } = await api.GET('/api/reporting/v1/reviews/{month}/paper', asked);
      save(`${name}.pdf`, data as Blob);
    },
    changes: [],
  });
  const table = useAct({
    act: async () => {
      const { data } = await api.GET('/api/reporting/v1/reviews/{month}/table', asked);
      save(`${name}.xlsx`, data as Blob);
    },
    changes: [],
  });
  const files = [
    { kind: 'PDF', icon: <IconFileTypePdf size={15} aria-hidden />, act: paper },
    { kind: 'XLSX', icon: <IconTable size={15} aria-hidden />, act: table },
  ];
  return (
    <Group gap={6} wrap="nowrap">
      {files.map(({ kind, icon, act }) => (
        <Button
          key={kind}
          size="compact-sm"
          variant="default"
          leftSection={icon}
          aria-label={`${kind} ${month}`}
          loading={act.isPending}
          onClick={() => act.mutate()}
        >
          {kind}
        </Button>
      ))}
    </Group>
  );
}
