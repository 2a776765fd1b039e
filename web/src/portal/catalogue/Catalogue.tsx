import { Anchor, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';

import { api } from '~/api/client';
import type { OfCatalog } from '~/api/schemas';
import { useFormat } from '~/i18n/useFormat';
import { Card } from '~/ui/Card';
import { Empty } from '~/ui/Empty';
import { Page } from '~/ui/Page';
import { Trouble } from '~/ui/Trouble';

import { AddToBasket } from '../AddToBasket';
import { Availability } from '../Availability';
import { useName } from '../useName';
import { useTerms, type Terms } from '../useShop';

type Product = OfCatalog['ProductOut'];
const PAGE = 24;

/** Articles at the customer's own prices, found by reference, name, GTIN or his own part number. */
export default function Catalogue() {
  const { t } = useTranslation();
  const [address, setAddress] = useSearchParams();
  const asked = address.get('q') ?? '';
  const [q] = useDebouncedValue(asked, 250);
  const query = useInfiniteQuery({
    queryKey: ['shop', 'catalogue', q],
    queryFn: ({ pageParam }) => found(q, pageParam),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_cursor ?? null,
    placeholderData: (before) => before,
  });
  const pages = query.data?.pages ?? [];
  return (
    <Page title={t('portal.menu.catalogue')}>
      <TextInput
        size="md"
        mb="md"
        type="search"
        aria-label={t('portal.search')}
        placeholder={t('portal.search')}
        leftSection={<IconSearch size={18} aria-hidden />}
        value={asked}
        onChange={(event) =>
          setAddress(event.currentTarget.value ? { q: event.currentTarget.value } : {}, { replace: true })
        }
      />
      {query.error ? <Trouble error={query.error} onRetry={() => void query.refetch()} /> : null}
      {query.isSuccess && pages[0]?.items.length === 0 ? (
        <Empty title={t('portal.nothing')} hint={t('portal.nothingHint')} />
      ) : null}
      <Stack gap="sm">
        {pages.map((page, n) => (
          <Shelf key={n} products={page.items} />
        ))}
      </Stack>
      {query.hasNextPage ? (
        <Button mt="md" variant="default" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {t('list.more')}
        </Button>
      ) : null}
    </Page>
  );
}

function Shelf({ products }: { products: Product[] }) {
  const termsOf = useTerms(products.map(({ id }) => id));
  return products.map((product) => <Row key={product.id} product={product} terms={termsOf(product.id)} />);
}

function Row({ product, terms }: { product: Product; terms: Terms | undefined }) {
  const { t } = useTranslation();
  const format = useFormat();
  const name = useName()(product);
  const [first, ...cheaper] = terms?.breaks ?? [];
  return (
    <Card>
      <Group justify="space-between" gap="sm">
        <Stack gap={2} flex="1 1 240px" miw={0}>
          <Anchor component={Link} to={`/articles/${product.id}`} fw={600}>
            {name}
          </Anchor>
          <Group gap="xs">
            <Text size="sm" c="dimmed">
              {product.sku}
            </Text>
            <Availability terms={terms} />
          </Group>
        </Stack>
        <Stack gap={0} align="flex-end">
          <Text fw={600} className="figure">
            {first && terms ? format.money(first.unit_price, terms.currency) : terms ? t('portal.noPrice') : ''}
          </Text>
          {cheaper[0] && terms ? (
            <Text size="sm" c="dimmed">
              {t('portal.fromQuantity', {
                quantity: format.number(cheaper[0].quantity),
                price: format.money(cheaper[0].unit_price, terms.currency),
              })}
            </Text>
          ) : null}
        </Stack>
        {first ? <AddToBasket product={product.id} name={name} /> : null}
      </Group>
    </Card>
  );
}

/** A page of articles; a whole bar code finds its article. */
async function found(q: string, cursor: string) {
  if (/^\d{8,14}$/.test(q) && !cursor) {
    const { data } = await api.POST('/api/catalog/v1/scans', { body: { codes: [q] } });
    const id = data?.items[0]?.product_id;
    if (id) return listed({ id: [id] });
  }
  return listed({ q, ...(cursor ? { cursor } : {}) });
}

async function listed(asked: { q?: string; cursor?: string; id?: string[] }) {
  const query = { ...asked, status: 'active' as const, sort: 'sku', limit: PAGE };
  const { data } = await api.GET('/api/catalog/v1/products', { params: { query } });
  return data ?? { items: [], next_cursor: null };
}
