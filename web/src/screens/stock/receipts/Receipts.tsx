import { useTranslation } from 'react-i18next';

import { api } from '~/api/client';
import { usePersonName } from '~/api/people';
import type { OfInventory } from '~/api/schemas';
import { useFormat } from '~/i18n/useFormat';
import { PrintMany } from '~/ui/bulk/PrintMany';
import type { Column } from '~/ui/list/column';
import { List } from '~/ui/list/List';
import { partnerText } from '~/ui/list/texts';
import { PartnerName } from '~/ui/Name';

type Receipt = OfInventory['ReceiptHead'];

export default function Receipts() {
  const { t } = useTranslation();
  const format = useFormat();
  const columns: Column<Receipt>[] = [
    {
      key: 'number',
      title: t('common.number'),
      cell: (it) => it.number,
      text: (it) => it.number,
      sort: 'number',
      onPhone: 'title',
    },
    {
      key: 'supplier',
      title: t('common.supplier'),
      cell: (it) => <PartnerName id={it.supplier_id} />,
      text: (it) => partnerText(it.supplier_id),
      onPhone: 'line',
    },
    {
      key: 'at',
      title: t('receipts.receivedAt'),
      cell: (it) => format.time(it.occurred_at),
      text: (it) => it.occurred_at,
      sort: 'occurred_at',
      onPhone: 'line',
    },
    { key: 'site', title: t('common.site'), cell: (it) => it.warehouse, text: (it) => it.warehouse, onPhone: 'side' },
    {
      key: 'note',
      title: t('receipts.deliveryNote'),
      cell: (it) => it.supplier_reference,
      text: (it) => it.supplier_reference,
    },
    {
      key: 'by',
      title: t('receipts.postedBy'),
      cell: (it) => <PostedBy subject={it.posted_by} />,
      text: (it) => it.posted_by,
    },
  ];
  return (
    <List
      id="receipts"
      title={t('screens.receipts')}
      columns={columns}
      defaultSort="-occurred_at"
      load={async (_, asked) =>
        (await api.GET('/api/inventory/v1/receipts', { params: { query: asked } })).data ?? { items: [] }
      }
      rowKey={(it) => it.id}
      rowPath={(it) => `/receipts/${it.id}`}
      empty={{ title: t('receipts.emptyTitle'), hint: t('receipts.emptyHint') }}
      bulk={(rows) => (
        <PrintMany
          label={t('bulk.print')}
          name="receipts.pdf"
          count={rows.length}
          hasOwnLanguages={false}
          load={(language) =>
            api.POST('/api/inventory/v1/receipts/papers', {
              body: { ids: rows.map(({ id }) => id), language },
              parseAs: 'blob',
            })
          }
        />
      )}
    />
  );
}

function PostedBy({ subject }: { subject: string }) {
  return usePersonName(subject);
}
