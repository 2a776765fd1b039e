import { useTranslation } from 'react-i18next';

import { useWord } from '~/i18n/useWord';
import { Choice } from '~/ui/Choice';
import { Page } from '~/ui/Page';

import { PeriodFields } from '../PeriodFields';
import { CustomersView } from './CustomersView';
import { LowSalesView } from './LowSalesView';
import { ProductsView } from './ProductsView';
import { RatesButton } from './RatesButton';
import { SuppliersView } from './SuppliersView';
import { usePeriod } from '../usePeriod';

const VIEWS = { customers: CustomersView, products: ProductsView, suppliers: SuppliersView, sales: LowSalesView };
type View = keyof typeof VIEWS;
const NAMES = Object.keys(VIEWS) as View[];

/** Where margin is lost: with whom, on what, by whom, and why. */
export default function Insights() {
  const { t } = useTranslation();
  const word = useWord();
  const { search, from, last, asked, set } = usePeriod();
  const view = NAMES.find((each) => each === search.get('view')) ?? 'customers';
  const Shown = VIEWS[view];
  return (
    <Page
      title={t('screens.insights')}
      note={t(`insights.${view}.note`)}
      actions={
        <>
          {view === 'customers' ? <RatesButton /> : null}
          <PeriodFields from={from} last={last} set={set} />
        </>
      }
    >
      <Choice
        label={t('insights.view')}
        value={view}
        onChange={(value: View) => set({ view: value })}
        options={NAMES.map((value) => ({ value, label: word('insight', value) }))}
      />
      <div style={{ marginTop: '1rem' }}>
        <Shown period={asked} />
      </div>
    </Page>
  );
}
