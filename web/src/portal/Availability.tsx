import { Badge } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { useFormat } from '~/i18n/useFormat';
import { isBelow } from '~/ui/decimals';

import type { Terms } from './useShop';

/** Whether it is there, else when it can be promised. */
export function Availability({ terms }: { terms: Terms | undefined }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (!terms) return null;
  if (isBelow('0', terms.available)) {
    return <Badge color="green">{t('portal.inStock', { quantity: format.number(terms.available) })}</Badge>;
  }
  return terms.promisedOn ? (
    <Badge color="orange">{t('portal.from', { date: format.date(terms.promisedOn) })}</Badge>
  ) : (
    <Badge color="gray">{t('portal.onRequest')}</Badge>
  );
}
