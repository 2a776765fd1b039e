import { Group, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { Spotlight, spotlight } from '@mantine/spotlight';
import { IconBox, IconKeyboard, IconSearch, IconShoppingCart, IconUsers, type Icon } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';

import { hooks } from '~/api/client';
import { useMay } from '~/auth/usePerson';
import { SCREENS } from '~/screens/registry';
import { isOpenTo } from '~/screens/screen';
import { folded } from '~/ui/text';

import { openShortcuts } from './shortcutsState';

interface Hit {
  id: string;
  label: string;
  note?: string;
  icon: Icon | undefined;
  act: () => void;
}

/** Ctrl-K: any screen by its name, any order, product or customer by number or words. */
export function Palette() {
  const { t, i18n } = useTranslation();
  const may = useMay();
  const navigate = useNavigate();
  const [typed, setTyped] = useState('');
  const [query] = useDebouncedValue(typed.trim(), 150);
  const search = { params: { query: { q: query, limit: 5 } } };
  const searches = (permission: string) => ({ enabled: query.length >= 2 && may(permission) });
  const orders = hooks.useQuery('get', '/api/sales/v1/orders', search, searches('sales.orders.read'));
  const products = hooks.useQuery('get', '/api/catalog/v1/products', search, searches('catalog.products.read'));
  const customers = hooks.useQuery(
    'get',
    '/api/catalog/v1/partners',
    { params: { query: { ...search.params.query, is_customer: true } } },
    searches('catalog.partners.read'),
  );

  const go = (path: string) => () => void navigate(path);
  const wanted = folded(typed);
  const screens: Hit[] = SCREENS.filter((screen) => screen.menu && isOpenTo(screen, may))
    .map((screen) => ({
      id: screen.path,
      label: t(`screens.${screen.title}`),
      icon: screen.menu?.icon,
      act: go(screen.path),
    }))
    .filter((hit) => folded(hit.label).includes(wanted));
  const help: Hit = { id: 'shortcuts', label: t('app.shortcuts'), icon: IconKeyboard, act: openShortcuts };
  const found = query.length >= 2;
  const groups: [string, Hit[]][] = [
    [
      t('palette.orders'),
      found
        ? (orders.data?.items ?? []).map((it) => ({
            id: it.id,
            label: it.number,
            note: it.customer_name ?? '',
            icon: IconShoppingCart,
            act: go(`/orders/${it.id}`),
          }))
        : [],
    ],
    [
      t('palette.products'),
      found
        ? (products.data?.items ?? []).map((it) => ({
            id: it.id,
            label: i18n.language === 'fr' ? it.name_fr : it.name_en,
            note: it.sku,
            icon: IconBox,
            act: go(`/products/${it.id}`),
          }))
        : [],
    ],
    [
      t('palette.customers'),
      found
        ? (customers.data?.items ?? []).map((it) => ({
            id: it.id,
            label: it.name,
            note: it.code,
            icon: IconUsers,
            act: go(`/customers/${it.id}`),
          }))
        : [],
    ],
    [t('palette.screens'), screens],
    [t('palette.actions'), folded(help.label).includes(wanted) ? [help] : []],
  ];
  const isEmpty = groups.every(([, hits]) => hits.length === 0);

  return (
    <Spotlight.Root
      query={typed}
      onQueryChange={setTyped}
      shortcut="mod + K"
      scrollable
      maxHeight={420}
      size={600}
      overlayProps={{ backgroundOpacity: 0.4, blur: 1 }}
    >
      <Spotlight.Search
        placeholder={t('palette.placeholder')}
        aria-label={t('app.search')}
        leftSection={<IconSearch size={18} />}
      />
      <Spotlight.ActionsList>
        {isEmpty ? <Spotlight.Empty>{t('palette.nothing', { query: typed })}</Spotlight.Empty> : null}
        {groups.map(([label, hits]) =>
          hits.length === 0 ? null : (
            <Spotlight.ActionsGroup key={label} label={label}>
              {hits.map(({ id, label: name, note, icon: Symbol, act }) => (
                <Spotlight.Action
                  key={id}
                  onClick={() => {
                    act();
                    spotlight.close();
                  }}
                >
                  <Group gap="sm" wrap="nowrap" w="100%">
                    {Symbol ? <Symbol size={17} stroke={1.7} aria-hidden /> : null}
                    <Text size="md" flex={1} truncate>
                      {name}
                    </Text>
                    <Text size="sm" opacity={0.75}>
                      {note}
                    </Text>
                  </Group>
                </Spotlight.Action>
              ))}
            </Spotlight.ActionsGroup>
          ),
        )}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
}
