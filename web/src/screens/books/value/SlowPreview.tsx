import { SimpleGrid, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { hooks } from '~/api/client';
import type { OfAccounting } from '~/api/schemas';
import { useFormat } from '~/i18n/useFormat';
import { Card } from '~/ui/Card';
import { Figure } from '~/ui/Figure';
import type { Column } from '~/ui/list/column';
import { Table } from '~/ui/list/Table';
import { ProductName } from '~/ui/Name';
import { Trouble } from '~/ui/Trouble';

import type { Rule } from './slow';

type Line = OfAccounting['PreviewLineOut'];

const PAUSE_MS = 400;

/** What a write-down by these rules would be now; nothing is proposed by looking. */
export function SlowPreview({ rules }: { rules: readonly Rule[] | null }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [asked] = useDebouncedValue(rules, PAUSE_MS);
  const { data, error } = hooks.useQuery(
    'post',
    '/api/accounting/v1/write-down-rules/preview',
    { body: { items: [...(asked ?? [])] } },
    { enabled: asked !== null, placeholderData: keepPreviousData },
  );
  if (error) return <Trouble error={error} />;
  if (!data) return null;
  const money = (key: 'value' | 'written_down' | 'required' | 'change', phone: 'line' | 'side'): Column<Line> => ({
    key,
    title: t(`slow.${key}`),
    cell: (it) => format.money(it[key]),
    text: (it) => it[key],
    isFigure: true,
    onPhone: phone,
  });
  return (
    <>
      <SimpleGrid cols={{ base: 1, xs: 3 }}>
        <Figure name={t('slow.products')} value={format.number(data.products)} />
        <Figure name={t('slow.value')} value={format.money(data.value)} />
        <Figure name={t('slow.amount')} value={format.money(data.amount)} />
      </SimpleGrid>
      <Card title={t('slow.preview', { day: format.date(data.on) })} isFlush={data.lines.length > 0}>
        {data.lines.length === 0 ? (
          <Text c="dimmed">{t('slow.nothing')}</Text>
        ) : (
          <Table
            label={t('slow.preview', { day: format.date(data.on) })}
            rows={data.lines}
            rowKey={(it) => it.product_id}
            rowPath={(it) => `/stock-value/${it.product_id}`}
            columns={[
              {
                key: 'product',
                title: t('common.product'),
                cell: (it) => <ProductName id={it.product_id} isLink={false} />,
                text: (it) => it.product_id,
                onPhone: 'title',
              },
              {
                key: 'quantity',
                title: t('value.slowQuantity'),
                cell: (it) => format.number(it.quantity),
                text: (it) => it.quantity,
                isFigure: true,
                onPhone: 'line',
              },
              money('value', 'line'),
              money('written_down', 'line'),
              money('required', 'line'),
              money('change', 'side'),
            ]}
          />
        )}
      </Card>
    </>
  );
}
