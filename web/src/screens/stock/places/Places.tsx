import { useState } from 'react';
import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

import { api, hooks } from '~/api/client';
import type { OfInventory } from '~/api/schemas';
import { useMay } from '~/auth/usePerson';
import { useFormat } from '~/i18n/useFormat';
import { useWord } from '~/i18n/useWord';
import { LabelMenu } from '~/ui/LabelMenu';
import type { Column, Filter } from '~/ui/list/column';
import { List } from '~/ui/list/List';

import { NewPlace } from './NewPlace';

type Place = OfInventory['LocationOut'];

/** The places of each site, as a tree in the order of their paths; labels for those that are ticked. */
export default function Places() {
  const { t } = useTranslation();
  const format = useFormat();
  const word = useWord();
  const may = useMay();
  const [isAdding, setAdding] = useState(false);
  const sites = hooks.useQuery('get', '/api/inventory/v1/warehouses', { params: { query: { limit: 100 } } });
  const columns: Column<Place>[] = [
    {
      key: 'code',
      title: t('record.code'),
      cell: (it) => it.code,
      text: (it) => it.code,
      sort: 'code',
      onPhone: 'title',
    },
    {
      key: 'site',
      title: t('common.site'),
      cell: (it) => it.warehouse,
      text: (it) => it.warehouse,
      onPhone: 'side',
    },
    { key: 'name', title: t('products.name'), cell: (it) => it.name, text: (it) => it.name, onPhone: 'line' },
    {
      key: 'kind',
      title: t('places.kind'),
      cell: (it) => word('placeKind', it.kind),
      text: (it) => word('placeKind', it.kind),
      onPhone: 'line',
    },
    { key: 'path', title: t('places.path'), cell: (it) => it.path, text: (it) => it.path, sort: 'path' },
    {
      key: 'order',
      title: t('places.order'),
      cell: (it) => format.number(it.walk_order),
      text: (it) => String(it.walk_order),
      sort: 'walk_order',
      isFigure: true,
    },
  ];
  const filters: Filter[] = [
    {
      kind: 'choice',
      key: 'warehouse',
      label: t('common.site'),
      options: (sites.data?.items ?? []).map((site) => ({ value: site.code, label: `${site.code} · ${site.name}` })),
    },
    { kind: 'text', key: 'inside', label: t('places.parent') },
  ];
  return (
    <>
      <List
        id="places"
        title={t('screens.places')}
        columns={columns}
        filters={filters}
        defaultSort="path"
        load={async ({ warehouse, inside }, paging) => {
          const query = { ...paging, warehouse, inside };
          const { data } = await api.GET('/api/inventory/v1/locations', { params: { query } });
          return data ?? { items: [] };
        }}
        rowKey={(it) => it.id}
        empty={{ title: t('places.emptyTitle'), hint: t('places.emptyHint') }}
        actions={
          may('inventory.warehouses.write') ? (
            <Button leftSection={<IconPlus size={15} />} onClick={() => setAdding(true)}>
              {t('places.new')}
            </Button>
          ) : null
        }
        bulk={(rows) => <PlaceLabels places={rows} />}
      />
      {isAdding ? <NewPlace onClose={() => setAdding(false)} /> : null}
    </>
  );
}

/** Places of each site are printed together; those outside the house have no label. */
function PlaceLabels({ places }: { places: readonly Place[] }) {
  const { t } = useTranslation();
  const sites = [...new Set(places.flatMap(({ warehouse }) => warehouse ?? []))];
  return sites.map((warehouse) => {
    const locations = places.filter((it) => it.warehouse === warehouse).map(({ code }) => code);
    return (
      <LabelMenu
        key={warehouse}
        name={`${warehouse}-places`}
        label={`${t('labels.chosen', { count: locations.length })} · ${warehouse}`}
        load={(format) =>
          api.POST('/api/inventory/v1/location-labels', {
            body: { warehouse, locations, format },
            parseAs: 'blob',
          })
        }
      />
    );
  });
}
