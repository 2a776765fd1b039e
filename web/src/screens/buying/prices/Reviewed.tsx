import { Alert, Badge, Button, Checkbox, Group, Text } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';

import { api } from '~/api/client';
import type { OfPurchasing } from '~/api/schemas';
import { useFault } from '~/i18n/useFault';
import { useFormat } from '~/i18n/useFormat';
import { useWord } from '~/i18n/useWord';
import { lineNumber } from '~/screens/pricing/lists/lines';
import { Card } from '~/ui/Card';
import { Table } from '~/ui/list/Table';
import { ProductName } from '~/ui/Name';
import { Trouble } from '~/ui/Trouble';

type Change = OfPurchasing['PriceChangeOut'];

const COLOURS: Partial<Record<Change['kind'], string>> = {
  raised: 'red',
  lowered: 'green',
  new: 'blue',
  ended: 'orange',
};

/** What a list changes and what that costs a year; nothing holds before it is applied. */
export function Reviewed({ file }: { file: OfPurchasing['PriceFileOut'] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const word = useWord();
  const told = useFault();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [isLeftOut, setLeftOut] = useState(false);
  const apply = useMutation({
    mutationFn: () =>
      api.POST('/api/purchasing/v1/price-files/{file_id}/apply', {
        params: { path: { file_id: file.id } },
        body: { leave_out_refused: isLeftOut },
      }),
    onSuccess: async () => {
      await queries.invalidateQueries();
      await navigate('/supplier-prices');
    },
  });
  return (
    <>
      {apply.error ? <Trouble error={apply.error} /> : null}
      <Card title={t('supplierPrices.changes')}>
        <Group justify="space-between">
          <div>
            <Text fz={22} fw={640} className="figure">
              {t('supplierPrices.yearly', { amount: format.money(file.yearly_effect) })}
            </Text>
            <Group gap={6} mt={4}>
              {Object.entries(file.counts).map(([kind, count]) => (
                <Badge key={kind} color={COLOURS[kind as Change['kind']] ?? 'gray'}>
                  {format.number(count)} {word('supplierPriceChange', kind)}
                </Badge>
              ))}
            </Group>
          </div>
          <Group gap="sm">
            {file.refused > 0 ? (
              <Checkbox
                size="xs"
                label={t('supplierPrices.leaveOut', { count: file.refused })}
                checked={isLeftOut}
                onChange={(event) => setLeftOut(event.currentTarget.checked)}
              />
            ) : null}
            <Button
              size="sm"
              leftSection={<IconCheck size={16} />}
              disabled={file.refused > 0 && !isLeftOut}
              loading={apply.isPending}
              onClick={() => apply.mutate()}
            >
              {t('supplierPrices.apply')}
            </Button>
          </Group>
        </Group>
      </Card>
      {file.faults.length > 0 ? (
        <Alert color="orange" variant="outline" title={t('supplierPrices.refused', { count: file.refused })}>
          {file.faults.map((fault) => (
            <Text size="sm" key={`${fault.field} ${fault.detail}`}>
              <b>{t('priceLists.faultLine', { number: lineNumber(fault.field) })}</b> · {told(fault)}
            </Text>
          ))}
        </Alert>
      ) : null}
      <Card title={t('orders.lines')} isFlush>
        <Table<Change>
          label={t('supplierPrices.changes')}
          rows={file.lines}
          rowKey={(it) => `${it.product_id} ${it.packaging_code} ${it.from_quantity}`}
          columns={[
            {
              key: 'product',
              title: t('common.product'),
              cell: (it) => <ProductName id={it.product_id} />,
              text: () => '',
              onPhone: 'title',
            },
            { key: 'packaging', title: t('buying.packaging'), cell: (it) => it.packaging_code, text: () => '' },
            {
              key: 'kind',
              title: t('common.status'),
              cell: (it) => <Badge color={COLOURS[it.kind] ?? 'gray'}>{word('supplierPriceChange', it.kind)}</Badge>,
              text: () => '',
              onPhone: 'line',
            },
            {
              key: 'before',
              title: t('revision.before'),
              cell: (it) => format.money(it.price_before, it.currency),
              text: () => '',
              isFigure: true,
              onPhone: 'line',
            },
            {
              key: 'after',
              title: t('revision.after'),
              cell: (it) => <b>{format.money(it.unit_price, it.currency)}</b>,
              text: () => '',
              isFigure: true,
              onPhone: 'side',
            },
            { key: 'rate', title: '%', cell: (it) => format.rate(it.rate), text: () => '', isFigure: true },
            {
              key: 'effect',
              title: t('supplierPrices.effect'),
              cell: (it) => format.money(it.yearly_effect),
              text: () => '',
              isFigure: true,
            },
          ]}
        />
      </Card>
    </>
  );
}
