import { useTranslation } from 'react-i18next';

import { api } from '~/api/client';
import type { OfAccounting } from '~/api/schemas';
import { usePersonName } from '~/api/people';
import { useFormat } from '~/i18n/useFormat';
import { isDay } from '~/ui/days';
import type { Column, Filter } from '~/ui/list/column';
import { List } from '~/ui/list/List';

import { NewRate } from './NewRate';
import { RatesFile } from './RatesFile';

type Rate = OfAccounting['RateOut'];

const SHOWN_DIGITS = 10;

/** What a currency was worth from which day on. */
export default function Rates() {
  const { t } = useTranslation();
  const format = useFormat();
  const columns: Column<Rate>[] = [
    {
      key: 'currency',
      title: t('rates.currency'),
      cell: (it) => it.currency,
      text: (it) => it.currency,
      onPhone: 'title',
    },
    {
      key: 'valid',
      title: t('rates.validOn'),
      cell: (it) => format.date(it.valid_on),
      text: (it) => it.valid_on,
      sort: 'valid_on',
      onPhone: 'line',
    },
    {
      key: 'rate',
      title: t('rates.rate'),
      cell: (it) => format.number(it.rate, SHOWN_DIGITS),
      text: (it) => it.rate,
      isFigure: true,
      onPhone: 'side',
    },
    {
      key: 'source',
      title: t('rates.source'),
      cell: (it) => <Source said={it.source} />,
      text: (it) => it.source,
      onPhone: 'line',
    },
  ];
  const filters: Filter[] = [
    { kind: 'search', key: 'currency', label: t('rates.currency') },
    { kind: 'day', key: 'on', label: t('rates.validOn') },
  ];
  return (
    <List
      id="exchange-rates"
      title={t('screens.rates')}
      columns={columns}
      filters={filters}
      defaultSort="-valid_on"
      load={async ({ currency, on }, asked) => {
        const code = (currency ?? '').trim().toUpperCase();
        const query = {
          ...asked,
          ...(/^[A-Z]{3}$/.test(code) ? { currency: code } : {}),
          ...(on && isDay(on) ? { on } : {}),
        };
        const { data } = await api.GET('/api/accounting/v1/exchange-rates', { params: { query } });
        return data ?? { items: [] };
      }}
      rowKey={(it) => `${it.currency} ${it.valid_on}`}
      actions={
        <>
          <RatesFile />
          <NewRate />
        </>
      }
      empty={{ title: t('rates.emptyTitle'), hint: t('rates.emptyHint') }}
    />
  );
}

function Source({ said }: { said: string }) {
  const { t } = useTranslation();
  const name = usePersonName(said === 'ecb' ? '' : said);
  return said === 'ecb' ? t('rates.ecb') : name;
}
