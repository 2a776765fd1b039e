import { UnstyledButton } from '@mantine/core';
import { keepPreviousData } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';

import { hooks } from '~/api/client';
import { useFormat } from '~/i18n/useFormat';
import { useWord } from '~/i18n/useWord';

import { figuresOf, narrowedBy, QUICK, type Narrowing } from './figures';
import classes from './OrderFigures.module.css';

/** What the whole list comes to, and what of it is in which state; a click narrows the list to that. */
export function OrderFigures() {
  const { t } = useTranslation();
  const format = useFormat();
  const word = useWord();
  const [search, setSearch] = useSearchParams();
  const query = {
    ...(search.get('q') ? { q: search.get('q') ?? '' } : {}),
    ...(search.get('customer_id') ? { customer_id: search.get('customer_id') ?? '' } : {}),
  };
  const { data } = hooks.useQuery(
    'get',
    '/api/sales/v1/orders/totals',
    { params: { query } },
    { placeholderData: keepPreviousData },
  );
  const now = narrowedBy(search);
  const choose = (chosen: Narrowing) =>
    setSearch(
      (before) => {
        const next = new URLSearchParams(before);
        for (const key of QUICK) next.delete(key);
        if (chosen && chosen.join() !== now?.join()) next.set(...chosen);
        return next;
      },
      { replace: true },
    );
  const named: Record<string, string> = {
    all: t('totals.all'),
    on_hold: t('totals.held'),
    is_short: t('totals.short'),
    is_late: t('totals.overdue'),
  };
  return (
    <div className={classes.figures} role="group" aria-label={t('totals.label')} aria-busy={!data}>
      {figuresOf(data).map(({ narrowing, key, orders, value, margin }) => (
        <UnstyledButton
          key={key}
          className={classes.figure ?? ''}
          aria-pressed={(narrowing?.join() ?? '') === (now?.join() ?? '')}
          data-kind={narrowing?.[0] ?? 'all'}
          onClick={() => choose(narrowing)}
        >
          <span className={classes.name}>{named[key] ?? word('orderStatus', key)}</span>
          <span className={classes.count}>{format.number(String(orders))}</span>
          <span className={classes.value}>
            {format.bigMoney(value, data?.currency)}
            {margin ? ` · ${t('totals.margin')} ${format.bigMoney(margin, data?.currency)}` : ''}
          </span>
        </UnstyledButton>
      ))}
    </div>
  );
}
