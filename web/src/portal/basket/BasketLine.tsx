import { ActionIcon, Group, Stack, Text, TextInput } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useProduct } from '~/api/names';
import type { OfSales } from '~/api/schemas';
import { useFormat } from '~/i18n/useFormat';
import { ProductName } from '~/ui/Name';
import { isBelow } from '~/ui/decimals';
import { decimalOf, isQuantity } from '~/ui/form/decimals';

import { useName } from '../useName';
import { Instead } from './Instead';
import { useBasket, type ShopLine } from './store';

interface Props {
  line: ShopLine;
  position: number;
  quoted: OfSales['QuotedLineOut'] | undefined;
  short: OfSales['ShortLineOut'] | undefined;
  currency: string;
  fault: string | undefined;
}

/** One article: how much of it, what it costs and, where it is short, what there is instead. */
export function BasketLine({ line, position, quoted, short, currency, fault }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const nameOf = useName();
  const product = useProduct(line.product);
  const { change, remove } = useBasket();
  const [typed, setTyped] = useState(line.quantity);
  const name = product ? nameOf(product) : '…';
  const isShort = quoted ? isBelow(quoted.quantity_available, quoted.quantity) : false;
  return (
    <div>
      <Group justify="space-between" gap="sm">
        <Stack gap={0} flex="1 1 200px" miw={0}>
          <Text fw={500}>{name}</Text>
          <Text size="sm" c="dimmed">
            {product?.sku}
            {line.packaging ? ` · ${line.packaging}` : ''}
          </Text>
          {quoted && quoted.parts.length > 0 ? (
            <Text size="sm" c="dimmed">
              {t('kits.parts')}{' '}
              {quoted.parts.map((part, n) => (
                <span key={part.product_id}>
                  {n > 0 ? ', ' : ''}
                  {format.number(part.quantity)} × <ProductName id={part.product_id} isLink={false} />
                </span>
              ))}
            </Text>
          ) : null}
          {quoted && isShort ? (
            <Text size="sm" c="var(--mantine-color-orange-text)">
              {t('portal.basket.short', { quantity: format.number(quoted.quantity_available) })}
            </Text>
          ) : null}
        </Stack>
        <TextInput
          w={88}
          inputMode="decimal"
          aria-label={t('portal.quantityOf', { name })}
          value={typed}
          error={fault ?? !isQuantity(typed)}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            if (isQuantity(event.currentTarget.value)) change(position, decimalOf(event.currentTarget.value) ?? '1');
          }}
        />
        <Stack gap={0} align="flex-end" miw={96}>
          <Text className="figure">{quoted ? format.money(quoted.net, currency) : '…'}</Text>
          <Text size="sm" c="dimmed" className="figure">
            {quoted ? t('portal.each', { price: format.money(quoted.unit_price, currency) }) : ''}
          </Text>
        </Stack>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={t('portal.basket.remove', { name })}
          onClick={() => remove(position)}
        >
          <IconTrash size={16} />
        </ActionIcon>
      </Group>
      {short ? <Instead short={short} position={position} currency={currency} /> : null}
    </div>
  );
}
