import { useTranslation } from 'react-i18next';

import type { OfReporting } from '~/api/schemas';
import { useFormat } from '~/i18n/useFormat';
import type { Column } from '~/ui/list/column';

import { DriftRate } from './DriftRate';
import { SignedMoney } from './SignedMoney';

type Drifted = Pick<OfReporting['DriftOut'], 'rate' | 'effect' | 'yearly_effect' | 'margin_effect'>;

/** What a supplier, or one of his products, costs more than before. */
export function useDriftColumns<T extends Drifted>(): Record<'rate' | 'effect' | 'yearly' | 'margin', Column<T>> {
  const { t } = useTranslation();
  const format = useFormat();
  return {
    rate: {
      key: 'rate',
      title: t('insights.suppliers.drift'),
      cell: (it) => <DriftRate rate={it.rate} />,
      text: (it) => it.rate,
      isFigure: true,
    },
    effect: {
      key: 'effect',
      title: t('insights.suppliers.effect'),
      cell: (it) => format.money(it.effect),
      text: (it) => it.effect,
      isFigure: true,
    },
    yearly: {
      key: 'yearly',
      title: t('insights.suppliers.yearly'),
      cell: (it) => <b>{format.money(it.yearly_effect)}</b>,
      text: (it) => it.yearly_effect,
      isFigure: true,
      onPhone: 'side',
    },
    margin: {
      key: 'margin',
      title: t('insights.suppliers.margin'),
      cell: (it) => <SignedMoney amount={it.margin_effect} />,
      text: (it) => it.margin_effect,
      isFigure: true,
    },
  };
}
