import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { api } from '~/api/client';
import type { OfSales } from '~/api/schemas';
import { useMay } from '~/auth/usePerson';
import type { Column } from '~/ui/list/column';
import { List } from '~/ui/list/List';
import { ProductName } from '~/ui/Name';

type Kit = OfSales['KitSummary'];

/** What is sold as one and held as its parts. */
export default function Kits() {
  const { t } = useTranslation();
  const may = useMay();
  const columns: Column<Kit>[] = [
    { key: 'sku', title: t('kits.sku'), cell: (it) => it.sku ?? '–', text: (it) => it.sku ?? '', onPhone: 'title' },
    {
      key: 'name',
      title: t('kits.kit'),
      cell: (it) => <ProductName id={it.product_id} isLink={false} />,
      text: (it) => it.sku ?? '',
      onPhone: 'line',
    },
  ];
  return (
    <List
      id="kits"
      title={t('screens.kits')}
      columns={columns}
      load={async (_, asked) => {
        const { data } = await api.GET('/api/sales/v1/kits', { params: { query: asked } });
        return data ?? { items: [] };
      }}
      rowKey={(it) => it.product_id}
      rowPath={(it) => `/kits/${it.product_id}`}
      empty={{ title: t('kits.emptyTitle'), hint: t('kits.emptyHint') }}
      actions={
        may('sales.kits.write') ? (
          <Button component={Link} to="/kits/new" size="sm" leftSection={<IconPlus size={16} />}>
            {t('kits.add')}
          </Button>
        ) : null
      }
    />
  );
}
