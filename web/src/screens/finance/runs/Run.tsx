import { Alert, Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';

import { api, hooks } from '~/api/client';
import { usePersonName } from '~/api/people';
import { useMay } from '~/auth/usePerson';
import { useFormat } from '~/i18n/useFormat';
import { useWord } from '~/i18n/useWord';
import { Card } from '~/ui/Card';
import { Facts } from '~/ui/Facts';
import { Columns, Page, PageSkeleton, PageTrouble } from '~/ui/Page';
import { StatusBadge } from '~/ui/StatusBadge';
import { useDocumentName } from '~/ui/shell/Breadcrumbs';
import { useAct } from '~/ui/useAct';

import { Orders } from './Orders';
import { RunActions } from './RunActions';

/** One run: what it pays, where its file is, and what is next. */
export default function Run() {
  const { t } = useTranslation();
  const format = useFormat();
  const word = useWord();
  const may = useMay();
  const { id = '' } = useParams();
  const query = hooks.useQuery('get', '/api/accounting/v1/payment-runs/{run_id}', { params: { path: { run_id: id } } });
  const { data: run, error } = query;
  const by = usePersonName(run?.created_by ?? '');
  const giveBack = useAct<string>({
    act: (end_to_end_id) =>
      api.POST('/api/accounting/v1/payment-runs/{run_id}/orders/{end_to_end_id}/give-back', {
        params: { path: { run_id: id, end_to_end_id } },
      }),
    done: () => t('runs.givenBack'),
  });
  useDocumentName(run?.number);
  if (error) return <PageTrouble title={t('screens.paymentRun')} error={error} onRetry={() => void query.refetch()} />;
  if (!run) return <PageSkeleton />;
  const mayGiveBack = run.status === 'sent' && may('accounting.payment-runs.write');
  return (
    <Page
      title={run.number}
      badges={<StatusBadge list="runStatus" value={run.status} />}
      note={`${word('runKind', run.kind)} · ${format.date(run.execute_on)}`}
      actions={<RunActions run={run} />}
    >
      {run.status === 'waiting' ? (
        <Alert color="orange" mb="md">
          {t('runs.waits')}
        </Alert>
      ) : null}
      {run.delivery === 'parked' ? (
        <Alert color="red" mb="md" title={t('runs.parked')}>
          {run.delivery_error}
        </Alert>
      ) : null}
      <Columns
        main={
          <Orders
            orders={run.orders}
            {...(mayGiveBack
              ? {
                  action: ({ end_to_end_id: key }) =>
                    key ? (
                      <Button variant="subtle" loading={giveBack.isPending} onClick={() => giveBack.mutate(key)}>
                        {t('runs.giveBack')}
                      </Button>
                    ) : null,
                }
              : {})}
          />
        }
        aside={
          <Card title={t('screens.paymentRun')}>
            <Facts
              rows={[
                [t('runs.payments'), format.number(run.payments)],
                [t('runs.total'), <b key="total">{format.money(run.total, run.currency)}</b>],
                [t('runs.scheme'), run.scheme],
                [t('runs.by'), by],
                [t('runs.createdAt'), format.time(run.created_at)],
                [t('runs.delivery'), run.delivery && word('letterDelivery', run.delivery)],
                [t('runs.fingerprint'), run.sha256 && `${run.sha256.slice(0, 16)}…`],
              ]}
            />
          </Card>
        }
      />
    </Page>
  );
}
