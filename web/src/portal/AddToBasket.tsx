import { Button, Group, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useMay } from '~/auth/usePerson';
import { decimalOf, isQuantity } from '~/ui/form/decimals';

import { useBasket } from './basket/store';

export function AddToBasket({ product, name }: { product: string; name: string }) {
  const { t } = useTranslation();
  const { add } = useBasket();
  const may = useMay();
  const [quantity, setQuantity] = useState('1');
  if (!may('sales.orders.write')) return null;
  const isWrong = !isQuantity(quantity);
  return (
    <Group gap={6} wrap="nowrap">
      <TextInput
        w={72}
        inputMode="decimal"
        aria-label={t('portal.quantityOf', { name })}
        value={quantity}
        error={isWrong}
        onChange={(event) => setQuantity(event.currentTarget.value)}
      />
      <Button
        disabled={isWrong}
        aria-label={t('portal.addNamed', { name })}
        onClick={() => {
          add([{ product, packaging: '', quantity: decimalOf(quantity) ?? '1' }]);
          notifications.show({ color: 'green', message: t('portal.added', { name }) });
        }}
      >
        {t('portal.add')}
      </Button>
    </Group>
  );
}
