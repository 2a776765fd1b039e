import { ActionIcon, Badge, Group, Select, Text } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

import { useProduct } from '~/api/names';
import { useFormat } from '~/i18n/useFormat';
import { isBelow } from '~/ui/decimals';
import { DecimalInput } from '~/ui/form/DecimalInput';
import { ProductName } from '~/ui/Name';

import { edited, unitPrice, type GoodsLine } from './draft';
import classes from './entry.module.css';
import type { Check } from './useCheck';

interface Props {
  line: GoodsLine;
  position: number;
  checked: ReturnType<Check['lineOf']>;
  taxClasses: { value: string; label: string }[];
  fault: (field: string) => string | undefined;
  onEdit: (line: GoodsLine) => void;
  onRemove: () => void;
}

/** One line of goods: what is billed, and what the match with what came says of it. */
export function GoodsRow({ line, position, checked, taxClasses, fault, onEdit, onRemove }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const number = position + 1;
  const priced = checked && !line.price ? format.number(unitPrice(checked.net_amount, checked.quantity).value) : '';
  const sku = useProduct(line.product)?.sku;
  return (
    <li className={classes.row} aria-label={t('entry.line', { number })}>
      <div className={classes.fields}>
        <div className={classes.what}>
          <Text size="sm" fw={600} truncate component="div">
            <ProductName id={line.product} isLink={false} />
          </Text>
          <Text size="xs" c="dimmed">
            {sku ? `${sku} · ` : ''}
            {t(line.isToCome ? 'billEntry.toCome' : 'billEntry.ofReceipt', {
              number: line.source,
              quantity: format.number(line.open),
            })}
          </Text>
        </div>
        <DecimalInput
          w={90}
          data-column="quantity"
          aria-label={t('entry.quantityOf', { number })}
          value={line.quantity}
          error={fault('quantity')}
          onChange={(quantity) => onEdit(edited(line, { quantity }))}
        />
        <DecimalInput
          w={110}
          data-column="price"
          aria-label={t('entry.priceOf', { number })}
          placeholder={priced || t('common.unitPrice')}
          value={line.price}
          error={fault('unit_price')}
          onChange={(price) => onEdit(edited(line, { price }))}
        />
        <DecimalInput
          w={120}
          data-column="net"
          aria-label={t('billEntry.netOf', { number })}
          placeholder={checked ? format.money(checked.net_amount, line.currency) : t('common.net')}
          value={line.net}
          error={fault('net_amount')}
          onChange={(net) => onEdit(edited(line, { net }))}
        />
        <Select
          w={150}
          aria-label={t('billEntry.taxOf', { number })}
          data={taxClasses}
          value={line.taxClass}
          allowDeselect={false}
          onChange={(taxClass) => onEdit({ ...line, taxClass: taxClass ?? line.taxClass })}
        />
        <ActionIcon size={30} aria-label={t('prices.removeLine', { number })} onClick={onRemove}>
          <IconTrash size={16} />
        </ActionIcon>
      </div>
      {fault('receipt_line_id') ? (
        <Text size="xs" c="red">
          {fault('receipt_line_id')}
        </Text>
      ) : null}
      <Said line={line} checked={checked} />
    </li>
  );
}

/** As received, within the tolerance, or what somebody has to settle. */
function Said({ line, checked }: Pick<Props, 'line' | 'checked'>) {
  const { t } = useTranslation();
  const format = useFormat();
  if (!checked) return null;
  const money = (amount: string) => format.money(amount, line.currency);
  const isDear = checked.findings.some(({ kind }) => kind === 'price');
  const hasDifference = Number(checked.difference) !== 0;
  const sign = isBelow(checked.difference, '0') ? '' : '+';
  return (
    <Group gap="xs" mt={4}>
      {Number(checked.missing) ? (
        <Badge color="red">{t('billEntry.missing', { quantity: format.number(checked.missing) })}</Badge>
      ) : null}
      {hasDifference ? (
        <>
          <Badge color={isDear ? 'red' : 'orange'}>
            {t(isDear ? 'billEntry.beyond' : 'billEntry.within', { amount: `${sign}${money(checked.difference)}` })}
          </Badge>
          <Text size="xs" c="dimmed" className="figure">
            {t('billEntry.receivedAt', { amount: money(checked.received_amount) })}
          </Text>
        </>
      ) : null}
      {!hasDifference && !Number(checked.missing) ? <Badge color="green">{t('billEntry.asReceived')}</Badge> : null}
    </Group>
  );
}
