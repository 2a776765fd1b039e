import { useTranslation } from 'react-i18next';

import { api } from '~/api/client';
import type { OfSales } from '~/api/schemas';

import { EMPTY } from './basket';
import { OrderForm, type Ending } from './OrderForm';

export default function NewOrder() {
  const { t } = useTranslation();
  return <OrderForm title={t('screens.newOrder')} start={EMPTY} onSave={written} />;
}

async function written(order: OfSales['OrderIn'], how: Ending): Promise<{ id: string } | undefined> {
  if (how === 'draft') return (await api.POST('/api/sales/v1/orders', { body: order })).data;
  const without_credit = how === 'ask-release' ? 'ask-release' : 'refuse';
  return (await api.POST('/api/sales/v1/orders/place', { body: { ...order, without_credit } })).data;
}
