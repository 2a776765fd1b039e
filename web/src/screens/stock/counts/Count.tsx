import { Alert, Anchor, Button, Progress, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';

import { api, hooks } from '~/api/client';
import { usePersonName } from '~/api/people';
import type { OfInventory } from '~/api/schemas';
import { useMay } from '~/auth/usePerson';
import { useFormat } from '~/i18n/useFormat';
import { Card } from '~/ui/Card';
import { Facts } from '~/ui/Facts';
import { Columns, Page, PageSkeleton, PageTrouble } from '~/ui/Page';
import { PaperButton } from '~/ui/PaperButton';
import { useDocumentName } from '~/ui/shell/Breadcrumbs';
import { StatusBadge } from '~/ui/StatusBadge';
import { useAct } from '~/ui/useAct';

import { Clues } from './Clues';
import { CountSheet } from './CountSheet';
import { SubmitButton } from './SubmitButton';

type Count = OfInventory['CountOut'];

export const SEES_EXPECTED = 'inventory.counts.expected.read';

/** A stock-take: places and what lies in them, until stock is corrected. */
export default function CountPage() {
  const { t, i18n } = useTranslation();
  const spoken = i18n.language === 'en' ? 'en' : 'fr';
  const may = useMay();
  const { id = '' } = useParams();
  const params = { path: { count_id: id } };
  const query = hooks.useQuery('get', '/api/inventory/v1/counts/{count_id}', { params });
  const { data: count, error } = query;
  useDocumentName(count?.number);
  const cancel = useAct({
    act: () => api.POST('/api/inventory/v1/counts/{count_id}/cancel', { params }),
    done: () => t('counts.cancelled', { number: count?.number ?? '' }),
  });
  if (error) return <PageTrouble title={t('screens.count')} error={error} onRetry={() => void query.refetch()} />;
  if (!count) return <PageSkeleton />;
  const isOpen = count.status === 'counting' || count.status === 'awaiting-approval';
  const mayWrite = may('inventory.counts.write');
  return (
    <Page
      title={count.number}
      badges={<StatusBadge list="countStatus" value={count.status} />}
      note={`${count.warehouse} · ${count.scope}`}
      actions={
        isOpen && mayWrite ? (
          <>
            <PaperButton
              name={`${count.number}.pdf`}
              load={() =>
                api.GET('/api/inventory/v1/counts/{count_id}/paper', {
                  params: { path: { count_id: id }, query: { language: spoken } },
                  parseAs: 'blob',
                })
              }
            />
            <Button size="sm" variant="default" loading={cancel.isPending} onClick={() => cancel.mutate()}>
              {t('counts.cancel')}
            </Button>
            {count.status === 'counting' ? <SubmitButton count={count} /> : null}
          </>
        ) : null
      }
    >
      <Columns
        main={
          <>
            <Standing count={count} />
            <CountSheet count={count} isOpen={isOpen && mayWrite} />
          </>
        }
        aside={
          <>
            <Details count={count} />
            {may(SEES_EXPECTED) ? <Clues count={count} isOpen={isOpen} /> : null}
          </>
        }
      />
    </Page>
  );
}

/** What the count waits for. */
function Standing({ count }: { count: Count }) {
  const { t } = useTranslation();
  if (count.status === 'awaiting-approval')
    return (
      <Alert color="orange" variant="outline" title={t('counts.waits')}>
        {t('counts.waitsHint')}{' '}
        <Anchor component={Link} to="/approvals" inherit underline="always">
          {t('orders.seeApprovals')}
        </Anchor>
      </Alert>
    );
  if (count.status === 'counting' && count.to_recount > 0)
    return (
      <Alert color="orange" variant="outline" title={t('counts.recount', { count: count.to_recount })}>
        {t('counts.recountHint')}
      </Alert>
    );
  return null;
}

function Details({ count }: { count: Count }) {
  const { t } = useTranslation();
  const format = useFormat();
  const by = usePersonName(count.opened_by);
  const done = count.lines - count.uncounted;
  return (
    <Card title={t('counts.progress')}>
      <Text fz={22} fw={640} className="figure">
        {t('counts.doneOf', { done: format.number(done), all: format.number(count.lines) })}
      </Text>
      <Progress
        my="xs"
        value={count.lines > 0 ? (100 * done) / count.lines : 0}
        aria-label={t('counts.progress')}
        color={count.uncounted === 0 ? 'green' : 'blue'}
      />
      <Facts
        rows={[
          [t('counts.toRecount'), format.number(count.to_recount)],
          [t('counts.blind'), t(count.is_blind ? 'list.yes' : 'list.no')],
          [t('counts.openedBy'), by],
          [t('counts.openedAt'), format.time(count.created_at)],
          [t('counts.closedAt'), count.closed_at ? format.time(count.closed_at) : null],
        ]}
      />
    </Card>
  );
}
