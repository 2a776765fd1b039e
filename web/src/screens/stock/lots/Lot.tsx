import { Badge, Button, Text } from '@mantine/core';
import { IconFileSpreadsheet } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';

import { api, hooks } from '~/api/client';
import type { OfInventory } from '~/api/schemas';
import { useMay } from '~/auth/usePerson';
import { useFormat } from '~/i18n/useFormat';
import { useWord } from '~/i18n/useWord';
import { Card } from '~/ui/Card';
import { Facts } from '~/ui/Facts';
import type { Column } from '~/ui/list/column';
import { Table } from '~/ui/list/Table';
import { PartnerName, ProductName } from '~/ui/Name';
import { Columns, Page, PageSkeleton, PageTrouble } from '~/ui/Page';
import { ReasonDialog } from '~/ui/ReasonDialog';
import { save } from '~/ui/save';
import { useDocumentName } from '~/ui/shell/Breadcrumbs';
import { useAct } from '~/ui/useAct';

type Step = OfInventory['TraceOut']['steps'][number];
type Holder = OfInventory['HolderOut'];

/** Where a lot came from, where it went and what is left; and whom a recall must reach. */
export default function LotPage() {
  const { t } = useTranslation();
  const may = useMay();
  const { id = '' } = useParams();
  const [isAsking, setAsking] = useState(false);
  const params = { path: { lot_id: id } };
  const query = hooks.useQuery('get', '/api/inventory/v1/lots/{lot_id}/trace', { params });
  const { data: trace, error } = query;
  const lot = trace?.lot;
  useDocumentName(lot?.code);
  const recall = useAct({
    act: async () => {
      const { data } = await api.GET('/api/inventory/v1/lots/{lot_id}/recall.csv', { params, parseAs: 'blob' });
      if (data instanceof Blob) save(`${lot?.code ?? id}.csv`, data);
    },
    changes: [],
  });
  const stop = useAct<string>({
    act: (reason) =>
      lot?.is_blocked
        ? api.POST('/api/inventory/v1/lots/{lot_id}/free', { params, body: { reason } })
        : api.POST('/api/inventory/v1/lots/{lot_id}/block', { params, body: { reason } }),
  });
  if (error) return <PageTrouble title={t('screens.lot')} error={error} onRetry={() => void query.refetch()} />;
  if (!trace || !lot) return <PageSkeleton />;
  const stopText = t(lot.is_blocked ? 'lots.free' : 'lots.block');
  return (
    <Page
      title={lot.code}
      badges={lot.is_blocked ? <Badge color="red">{t('lots.blocked')}</Badge> : null}
      note={<ProductName id={lot.product_id} />}
      actions={
        <>
          <Button
            size="sm"
            variant="default"
            leftSection={<IconFileSpreadsheet size={16} />}
            loading={recall.isPending}
            onClick={() => recall.mutate()}
          >
            {t('lots.recall')}
          </Button>
          {may('inventory.lots.write') ? (
            <Button size="sm" color={lot.is_blocked ? 'blue' : 'red'} onClick={() => setAsking(true)}>
              {stopText}
            </Button>
          ) : null}
        </>
      }
    >
      <Columns
        main={
          <>
            <Steps steps={trace.steps} />
            <Holders holders={trace.holders} />
          </>
        }
        aside={<Left trace={trace} />}
      />
      <ReasonDialog
        title={stopText}
        hint={t(lot.is_blocked ? 'lots.freeHint' : 'lots.blockHint')}
        isOpen={isAsking}
        isBusy={stop.isPending}
        onClose={() => setAsking(false)}
        onGive={(reason) => stop.mutate(reason, { onSuccess: () => setAsking(false) })}
      />
    </Page>
  );
}

function Left({ trace }: { trace: OfInventory['TraceOut'] }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Card title={t('lots.left')}>
      <Facts
        rows={[
          [t('receive.expiresOn'), trace.lot.expires_on ? format.date(trace.lot.expires_on) : null],
          [t('stock.onHand'), format.number(trace.lot.on_hand)],
          ...trace.stock.map((it) => [`${it.warehouse} · ${it.location}`, format.number(it.quantity)] as const),
        ]}
      />
    </Card>
  );
}

function Steps({ steps }: { steps: readonly Step[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const word = useWord();
  const who: Column<Step> = {
    key: 'who',
    title: t('payments.partner'),
    cell: (it) => (it.partner_id ? <PartnerName id={it.partner_id} /> : ''),
    text: () => '',
    onPhone: 'line',
  };
  return (
    <Card title={t('lots.trace')} isFlush>
      <Table
        label={t('lots.trace')}
        rows={steps}
        rowKey={(it) => `${it.document_id} ${it.occurred_at} ${it.source} ${it.destination} ${it.quantity}`}
        columns={[
          {
            key: 'what',
            title: t('lots.what'),
            cell: (it) => (
              <>
                {word('movementReason', it.reason)}
                <Text size="sm" c="dimmed" className="figure">
                  {it.document_number}
                </Text>
              </>
            ),
            text: () => '',
            onPhone: 'title',
          },
          ...(steps.some((it) => it.partner_id) ? [who] : []),
          {
            key: 'way',
            title: t('lots.way'),
            cell: (it) => (
              <>
                {word('outside', it.source)}
                <Text size="sm">› {word('outside', it.destination)}</Text>
              </>
            ),
            text: () => '',
            onPhone: 'line',
          },
          {
            key: 'at',
            title: t('common.date'),
            cell: (it) => format.time(it.occurred_at),
            text: () => '',
            onPhone: 'line',
          },
          {
            key: 'quantity',
            title: t('common.quantity'),
            cell: (it) => format.number(it.quantity),
            text: () => '',
            isFigure: true,
            onPhone: 'side',
          },
        ]}
      />
    </Card>
  );
}

function Holders({ holders }: { holders: readonly Holder[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Card title={t('lots.holders')} isFlush={holders.length > 0}>
      {holders.length === 0 ? (
        <Text c="dimmed">{t('lots.noHolders')}</Text>
      ) : (
        <Table
          label={t('lots.holders')}
          rows={holders}
          rowKey={(it) => `${it.customer_id} ${it.order_id}`}
          columns={[
            {
              key: 'customer',
              title: t('common.customer'),
              cell: (it) => <PartnerName id={it.customer_id} />,
              text: () => '',
              onPhone: 'title',
            },
            {
              key: 'order',
              title: t('invoices.order'),
              cell: (it) => it.order_number,
              text: () => '',
              onPhone: 'line',
            },
            { key: 'papers', title: t('lots.papers'), cell: (it) => it.documents.join(', '), text: () => '' },
            {
              key: 'shipped',
              title: t('orders.shipped'),
              cell: (it) => format.number(it.shipped),
              text: () => '',
              isFigure: true,
              onPhone: 'side',
            },
            {
              key: 'returned',
              title: t('lots.returned'),
              cell: (it) => format.number(it.returned),
              text: () => '',
              isFigure: true,
            },
          ]}
        />
      )}
    </Card>
  );
}
