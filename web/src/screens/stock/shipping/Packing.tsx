import { Button, Group, Text } from '@mantine/core';
import { IconPackage } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api } from '~/api/client';
import { useProduct } from '~/api/names';
import { useFormat } from '~/i18n/useFormat';
import { Card } from '~/ui/Card';
import { DecimalInput } from '~/ui/form/DecimalInput';
import { decimalOf, isQuantity } from '~/ui/form/decimals';
import { ProductName } from '~/ui/Name';
import { Trouble } from '~/ui/Trouble';

import classes from '../receive/receive.module.css';
import { parcelLines, type Loose } from './parcel';

/** What stands picked goes into a package: all of it, unless less is said. */
export function Packing({ order, loose }: { order: string; loose: readonly Loose[] }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [typed, setTyped] = useState<Record<string, string>>({});
  const [weight, setWeight] = useState('');
  const lines = parcelLines(loose, typed);
  const isReadable = Object.values(typed).every((it) => decimalOf(it) !== null) && (!weight || isQuantity(weight));
  const pack = useMutation({
    mutationFn: async () => {
      const { data } = await api.POST('/api/inventory/v1/packages', { body: { sales_order_id: order, lines } });
      if (!data) return;
      const params = { path: { package_id: data.id } };
      await api.POST('/api/inventory/v1/packages/{package_id}/close', {
        params,
        body: { weight_kg: weight ? decimalOf(weight) : null },
      });
    },
    onSettled: () => queries.invalidateQueries(), // a package that could not be closed is there all the same
  });
  return (
    <Card title={t('shipping.packing')}>
      {pack.error ? <Trouble error={pack.error} /> : null}
      {loose.map((it) => (
        <LooseRow
          key={it.key}
          loose={it}
          value={typed[it.key] ?? it.quantity}
          onType={(value) => setTyped((before) => ({ ...before, [it.key]: value }))}
        />
      ))}
      <Group mt="sm" gap="sm" align="flex-end">
        <DecimalInput w={140} label={t('shipping.weight')} value={weight} onChange={setWeight} />
        <Button
          leftSection={<IconPackage size={16} />}
          disabled={lines.length === 0 || !isReadable}
          loading={pack.isPending}
          onClick={() => pack.mutate()}
        >
          {t('shipping.pack')}
        </Button>
      </Group>
    </Card>
  );
}

function LooseRow({ loose, value, onType }: { loose: Loose; value: string; onType: (value: string) => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const product = useProduct(loose.product);
  return (
    <div className={classes.row} role="group" aria-label={product?.sku ?? ''}>
      <div className={classes.product}>
        <Text fw={600}>
          <ProductName id={loose.product} />
        </Text>
        <Text size="sm" c="dimmed" className="figure">
          {product?.sku}
          {loose.lot ? ` · ${t('receive.lot')} ${loose.lot}` : ''} ·{' '}
          {t('shipping.stands', { quantity: format.number(loose.quantity) })}
        </Text>
      </div>
      <DecimalInput w={110} label={t('shipping.inPackage')} value={value} onChange={onType} />
    </div>
  );
}
