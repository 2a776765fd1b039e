import { Alert, Anchor } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';

import { api, hooks } from '~/api/client';
import { usePersonName } from '~/api/people';
import { useMay } from '~/auth/usePerson';
import { useFormat } from '~/i18n/useFormat';
import { useWord } from '~/i18n/useWord';
import { Card } from '~/ui/Card';
import { Facts } from '~/ui/Facts';
import { Table } from '~/ui/list/Table';
import { PartnerName, ProductName } from '~/ui/Name';
import { Columns, Page, PageSkeleton, PageTrouble } from '~/ui/Page';
import { PaperMenu } from '~/ui/PaperMenu';
import { useDocumentName } from '~/ui/shell/Breadcrumbs';

import { BillButton } from '../../finance/bills/BillButton';
import { ReturnButton } from '../returns/ReturnButton';

/** The note of one receipt: what came in, with which delivery note, and where the order stands. */
export default function Receipt() {
  const { t } = useTranslation();
  const format = useFormat();
  const may = useMay();
  const { id = '' } = useParams();
  const query = hooks.useQuery('get', '/api/inventory/v1/receipts/{receipt_id}', {
    params: { path: { receipt_id: id } },
  });
  const { data: receipt, error } = query;
  const by = usePersonName(receipt?.posted_by ?? '');
  useDocumentName(receipt?.number);
  if (error) return <PageTrouble title={t('screens.receipt')} error={error} onRetry={() => void query.refetch()} />;
  if (!receipt) return <PageSkeleton />;
  return (
    <Page
      title={receipt.number}
      note={<PartnerName id={receipt.supplier_id} />}
      actions={
        <>
          <PaperMenu
            name={`${receipt.number}.pdf`}
            load={(language) =>
              api.GET('/api/inventory/v1/receipts/{receipt_id}/paper', {
                params: { path: { receipt_id: receipt.id }, query: { language } },
                parseAs: 'blob',
              })
            }
          />
          <BillButton supplier={receipt.supplier_id} of={{ receipt: receipt.id }} />
          {may('inventory.returns.write') ? (
            <ReturnButton
              title={t('goodsReturns.toSupplier')}
              hint={t('goodsReturns.toSupplierHint')}
              lines={receipt.lines}
              send={async (back) => {
                const lines = back.map(({ id: receipt_line_id, ...line }) => ({ receipt_line_id, ...line }));
                const body = { purchase_order_id: receipt.purchase_order_id, wants: 'credit' as const, lines };
                return (await api.POST('/api/inventory/v1/supplier-returns', { body })).data;
              }}
            />
          ) : null}
        </>
      }
    >
      <Columns
        main={
          <>
            <Card title={t('orders.lines')} isFlush>
              <Table
                label={t('orders.lines')}
                rows={receipt.lines}
                rowKey={(it) => it.id}
                columns={[
                  {
                    key: 'product',
                    title: t('common.product'),
                    cell: (it) => <ProductName id={it.product_id} />,
                    text: () => '',
                    onPhone: 'title',
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
            <Claims receipt={receipt.id} />
          </>
        }
        aside={
          <Card title={t('common.details')}>
            <Facts
              rows={[
                [t('receipts.receivedAt'), format.time(receipt.occurred_at)],
                [t('common.site'), receipt.warehouse],
                [t('receipts.deliveryNote'), receipt.supplier_reference],
                [t('receipts.postedBy'), by],
                [
                  t('screens.purchaseOrder'),
                  may('purchasing.orders.read') ? (
                    <Anchor
                      key="order"
                      component={Link}
                      to={`/purchase-orders/${receipt.purchase_order_id}`}
                      inherit
                      underline="always"
                    >
                      {t('receive.seeOrder')}
                    </Anchor>
                  ) : null,
                ],
              ]}
            />
          </Card>
        }
      />
    </Page>
  );
}

/** What of the receipt waits to be settled with the supplier: damaged, short or too much. */
function Claims({ receipt }: { receipt: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const word = useWord();
  const { data } = hooks.useQuery('get', '/api/inventory/v1/claims', {
    params: { query: { document_id: receipt, limit: 200 } },
  });
  return (data?.items ?? []).map((claim) => (
    <Alert
      key={claim.id}
      variant="outline"
      color="orange"
      icon={<IconAlertTriangle size={18} />}
      title={t('receive.claim', { number: claim.number, kind: word('claimKind', claim.kind) })}
    >
      <ProductName id={claim.product_id} /> · {format.number(claim.quantity)}
      {claim.note ? ` · ${claim.note}` : ''}
    </Alert>
  ));
}
