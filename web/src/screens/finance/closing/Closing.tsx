import { keepPreviousData } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';

import { hooks } from '~/api/client';
import { useFormat } from '~/i18n/useFormat';
import { Card } from '~/ui/Card';
import { Facts } from '~/ui/Facts';
import { MonthField } from '~/ui/form/MonthField';
import { isMonth, lastMonth } from '~/ui/months';
import { Columns, Page, PageSkeleton, PageTrouble } from '~/ui/Page';
import { StatusBadge } from '~/ui/StatusBadge';

import { Blockers } from './Blockers';
import { ClosingActions } from './ClosingActions';
import { Entries } from './Entries';

/** The month-end: what is in the way, exactly what would be posted, and the button that does it. */
export default function Closing() {
  const { t } = useTranslation();
  const format = useFormat();
  const [search, setSearch] = useSearchParams();
  const asked = search.get('month') ?? '';
  const month = isMonth(asked) ? asked : lastMonth(new Date());
  const go = (to: string) => setSearch({ month: to }, { replace: true });
  const query = hooks.useQuery(
    'get',
    '/api/accounting/v1/periods/{month}/closing',
    { params: { path: { month } } },
    { placeholderData: keepPreviousData },
  );
  const periods = hooks.useQuery('get', '/api/accounting/v1/periods');
  const { data: closing, error } = query;
  if (error) return <PageTrouble title={t('screens.closing')} error={error} onRetry={() => void query.refetch()} />;
  if (!closing || !periods.data) return <PageSkeleton />;
  const period = periods.data.items.find((it) => it.period === month);
  const status = period?.status ?? 'open';
  return (
    <Page
      title={t('screens.closing')}
      badges={<StatusBadge list="periodStatus" value={status} />}
      note={t('closing.note')}
      actions={
        <>
          <MonthField month={month} onChange={go} />
          <ClosingActions closing={closing} status={status} />
        </>
      }
    >
      <Columns
        main={
          <>
            <Blockers blockers={closing.blockers} isDone={status === 'closed' || status === 'sealed'} />
            <Entries closing={closing} />
          </>
        }
        aside={
          <>
            <Card title={t('closing.dates')}>
              <Facts
                rows={[
                  [t('closing.postsOn'), format.date(closing.posts_on)],
                  [t('closing.takesBackOn'), format.date(closing.takes_back_on)],
                  [t('closing.closedAt'), period?.closed_at && format.time(period.closed_at)],
                  [t('closing.sealedAt'), period?.sealed_at && format.time(period.sealed_at)],
                ]}
              />
            </Card>
            <Done />
          </>
        }
      />
    </Page>
  );
}

/** The months that were closed last. */
function Done() {
  const { t } = useTranslation();
  const format = useFormat();
  const { data } = hooks.useQuery('get', '/api/accounting/v1/closings', {
    params: { query: { sort: '-month', limit: 12 } },
  });
  const items = data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <Card title={t('closing.done')}>
      <Facts
        rows={items.map((it) => [
          it.month.slice(0, 7),
          `${format.date(it.closed_at)} · ${t('closing.entries', { count: it.entries })}`,
        ])}
      />
    </Card>
  );
}
