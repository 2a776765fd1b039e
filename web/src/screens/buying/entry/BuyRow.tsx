import { ActionIcon, Group, Text, TextInput } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

import { useFormat } from '~/i18n/useFormat';
import { DecimalInput } from '~/ui/form/DecimalInput';
import { faultOf } from '~/ui/form/faults';
import { PartnerName } from '~/ui/Name';
import { ProductPicker } from '~/ui/pickers/ProductPicker';

import classes from '../../sales/entry/entry.module.css';
import { cheaperThan, dayAfter, type BuyLine, type Offer } from './purchase';
import { WhyOffer } from './WhyOffer';

interface Props {
  line: BuyLine;
  position: number;
  offers: readonly Offer[];
  own: Offer | null; // the supplier's price for it
  isPriced: boolean;
  today: string;
  error: unknown;
  onEdit: (part: Partial<BuyLine>) => void;
  onRemove: () => void;
}

/** One line: what is wanted, what the supplier asks for it and why, and when it comes. */
export function BuyRow({ line, position, offers, own, isPriced, today, error, onEdit, onRemove }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const number = position + 1;
  const fault = (field: string) => faultOf(error, `lines.${position}.${field}`);
  const cheaper = cheaperThan(offers, own);
  return (
    <li className={classes.row} aria-label={t('entry.line', { number })}>
      <div className={classes.fields}>
        <div className={classes.product}>
          <ProductPicker
            label={t('common.product')}
            isLabelHidden
            value={line.product}
            onChange={(product) => onEdit({ product })}
          />
        </div>
        <DecimalInput
          w={100}
          aria-label={t('entry.quantityOf', { number })}
          value={line.quantity}
          error={fault('quantity')}
          onChange={(quantity) => onEdit({ quantity })}
        />
        <DecimalInput
          w={120}
          aria-label={t('entry.priceOf', { number })}
          placeholder={own ? format.number(own.price.unit_price) : t('purchase.price')}
          value={line.price}
          error={fault('unit_price')}
          onChange={(price) => onEdit({ price })}
        />
        <TextInput
          type="date"
          w={150}
          aria-label={t('purchase.expectedOf', { number })}
          value={line.expectedOn || (own ? dayAfter(today, own.price.lead_time_days) : '')}
          error={fault('expected_on')}
          onChange={(event) => onEdit({ expectedOn: event.currentTarget.value })}
        />
        <ActionIcon size={30} aria-label={t('prices.removeLine', { number })} onClick={onRemove}>
          <IconTrash size={16} />
        </ActionIcon>
      </div>
      {fault('product_id') ? (
        <Text size="xs" c="red">
          {fault('product_id')}
        </Text>
      ) : null}
      <Group gap="xs" mt={6}>
        {own ? <WhyOffer own={own} offers={offers} /> : null}
        {!own && line.product && isPriced && !line.price ? (
          <Text size="sm" c="orange">
            {t('purchase.noPrice')}
          </Text>
        ) : null}
        {cheaper ? (
          <Text size="sm" c="orange">
            {t('purchase.cheaper', { amount: format.money(cheaper.amount) })}{' '}
            <PartnerName id={cheaper.price.supplier_id} />
          </Text>
        ) : null}
      </Group>
    </li>
  );
}
