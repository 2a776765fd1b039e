import { useTranslation } from 'react-i18next';

import { api } from '~/api/client';
import type { OfInventory } from '~/api/schemas';
import { useFormat } from '~/i18n/useFormat';
import type { Column } from '~/ui/list/column';
import { List } from '~/ui/list/List';
import { partnerText } from '~/ui/list/texts';
import { PartnerName } from '~/ui/Name';

type Shipment = OfInventory['ShipmentHead'];

/** What has left. */
export default function Shipments() {
  const { t } = useTranslation();
  const format = useFormat();
  const columns: Column<Shipment>[] = [
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
      cell: (it) => <PartnerName id={it.customer_id} />,
      text: (it) => partnerText(it.customer_id),
      onPhone: 'line',
    },
    {
      key: 'at',
      title: t('shipping.shippedAt'),
      cell: (it) => format.time(it.occurred_at),
      text: (it) => it.occurred_at,
      sort: 'occurred_at',
      onPhone: 'line',
    },
    { key: 'site', title: t('common.site'), cell: (it) => it.warehouse, text: (it) => it.warehouse, onPhone: 'side' },
  ];
  return (
    <List
      id="shipments"
      title={t('screens.shipments')}
      columns={columns}
      defaultSort="-occurred_at"
      load={async (_, asked) =>
        (await api.GET('/api/inventory/v1/shipments', { params: { query: asked } })).data ?? { items: [] }
      }
      rowKey={(it) => it.id}
      rowPath={(it) => `/shipments/${it.id}`}
      empty={{ title: t('shipping.noShipments'), hint: t('shipping.noShipmentsHint') }}
    />
  );
}
