import { SimpleGrid, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { PartnerPicker } from '~/ui/pickers/PartnerPicker';
import { ProductPicker } from '~/ui/pickers/ProductPicker';

export interface Sale {
  customer: string;
  product: string;
  channel: string;
}

interface Props {
  sale: Sale;
  onChange: (sale: Sale) => void;
}

/** A sale that rules are tried on: to whom, of what, where. */
export function SaleFields({ sale, onChange }: Props) {
  const { t } = useTranslation();
  return (
    <SimpleGrid cols={{ base: 1, sm: 3 }} spacing="sm">
      <PartnerPicker
        side="customer"
        label={t('common.customer')}
        value={sale.customer}
        onChange={(customer) => onChange({ ...sale, customer })}
      />
      <ProductPicker
        label={t('common.product')}
        value={sale.product}
        onChange={(product) => onChange({ ...sale, product })}
      />
      <TextInput
        label={t('pricing.channel')}
        value={sale.channel}
        onChange={(event) => onChange({ ...sale, channel: event.currentTarget.value })}
      />
    </SimpleGrid>
  );
}
