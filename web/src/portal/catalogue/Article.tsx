import { Image, Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';

import { hooks } from '~/api/client';
import { useFormat } from '~/i18n/useFormat';
import { Card } from '~/ui/Card';
import { Facts } from '~/ui/Facts';
import { Columns, Page, PageSkeleton, PageTrouble } from '~/ui/Page';

import { AddToBasket } from '../AddToBasket';
import { Availability } from '../Availability';
import { useName } from '../useName';
import { useTerms } from '../useShop';

export default function Article() {
  const { t } = useTranslation();
  const format = useFormat();
  const nameOf = useName();
  const { id = '' } = useParams();
  const params = { path: { product_id: id } };
  const { data: product, error, refetch } = hooks.useQuery('get', '/api/catalog/v1/products/{product_id}', { params });
  const terms = useTerms(id ? [id] : [])(id);
  if (error) return <PageTrouble title={t('portal.article')} error={error} onRetry={() => void refetch()} />;
  if (!product) return <PageSkeleton />;
  const name = nameOf(product);
  const [image] = product.images;
  return (
    <Page title={name} note={product.sku} badges={<Availability terms={terms} />}>
      <Columns
        main={
          <>
            {image ? <Image src={image.url} alt={image.caption || name} radius="md" mah={360} fit="contain" /> : null}
            <Card title={t('portal.details')}>
              <Facts
                rows={[
                  [t('portal.weight'), product.weight_kg ? `${format.number(product.weight_kg)} kg` : null],
                  ...product.packagings.map(
                    (it) =>
                      [it.code, `× ${format.number(it.numerator)}${it.gtin ? ` · GTIN ${it.gtin}` : ''}`] as const,
                  ),
                  ...Object.entries(product.attributes),
                ]}
              />
            </Card>
          </>
        }
        aside={
          <Card title={t('portal.yourPrice')}>
            {terms && terms.breaks.length > 0 ? (
              <>
                <Table mb="sm">
                  <Table.Thead>
                    <Table.Tr>
                      <Table.Th>{t('portal.fromUnits')}</Table.Th>
                      <Table.Th ta="right">{t('portal.unitPrice')}</Table.Th>
                    </Table.Tr>
                  </Table.Thead>
                  <Table.Tbody>
                    {terms.breaks.map((it) => (
                      <Table.Tr key={it.quantity}>
                        <Table.Td>{format.number(it.quantity)}</Table.Td>
                        <Table.Td ta="right" className="figure">
                          {format.money(it.unit_price, terms.currency)}
                        </Table.Td>
                      </Table.Tr>
                    ))}
                  </Table.Tbody>
                </Table>
                <AddToBasket product={product.id} name={name} />
              </>
            ) : (
              <Text>{terms ? t('portal.noPrice') : ''}</Text>
            )}
          </Card>
        }
      />
    </Page>
  );
}
