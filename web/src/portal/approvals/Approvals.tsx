import { Anchor, Badge, Button, Group, Stack, Text } from '@mantine/core';
import { IconCheck, IconChecks, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { api, hooks } from '~/api/client';
import type { OfSales } from '~/api/schemas';
import { useFormat } from '~/i18n/useFormat';
import { Card } from '~/ui/Card';
import { Empty } from '~/ui/Empty';
import { Page, PageSkeleton, PageTrouble } from '~/ui/Page';
import { ReasonDialog } from '~/ui/ReasonDialog';
import { useAct } from '~/ui/useAct';

type Waiting = OfSales['SpendingRequestOut'];

const MOST = 100;

/** Colleagues' orders above their limit: they wait for a yes. */
export default function Approvals() {
  const { t } = useTranslation();
  const query = hooks.useQuery('get', '/api/sales/v1/spending-requests', { params: { query: { limit: MOST } } });
  const title = t('portal.menu.approvals');
  if (query.error) return <PageTrouble title={title} error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data) return <PageSkeleton />;
  return (
    <Page title={title} note={t('portal.approvals.hint')}>
      {query.data.items.length > 0 ? (
        <Stack gap="sm">
          {query.data.items.map((it) => (
            <Request key={it.id} request={it} />
          ))}
        </Stack>
      ) : (
        <Empty icon={IconChecks} title={t('portal.approvals.empty')} hint={t('portal.approvals.emptyHint')} />
      )}
    </Page>
  );
}

function Request({ request }: { request: Waiting }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [isRefusing, setIsRefusing] = useState(false);
  const number = request.order_number;
  const params = { path: { request_id: request.id } };
  const approve = useAct({
    act: () => api.POST('/api/sales/v1/spending-requests/{request_id}/approve', { params, body: { comment: '' } }),
    done: () => t('portal.approvals.approved', { number }),
  });
  const reject = useAct<string>({
    act: (comment) => api.POST('/api/sales/v1/spending-requests/{request_id}/reject', { params, body: { comment } }),
    done: () => t('portal.approvals.rejected', { number }),
  });
  const limit = request.breach === 'order' ? request.per_order : request.per_month;
  return (
    <Card>
      <Group justify="space-between" gap="md">
        <Stack gap={2} flex="1 1 280px">
          <Group gap="xs">
            <Anchor component={Link} to={`/orders/${request.order_id}`} fw={600}>
              {number}
            </Anchor>
            {request.customer_reference ? <Badge color="gray">{request.customer_reference}</Badge> : null}
          </Group>
          <Text size="sm">
            {t('portal.approvals.by', { name: request.buyer_name, at: format.time(request.requested_at) })}
          </Text>
          <Text size="sm" c="dimmed">
            {t(`portal.approvals.breach.${request.breach}`, {
              limit: limit ? format.money(limit) : '',
              spent: format.money(request.spent),
            })}
          </Text>
        </Stack>
        <Text fw={650} size="lg" className="figure">
          {format.money(request.net, request.currency)}
        </Text>
        {request.is_mine ? (
          <Text size="sm" c="dimmed">
            {t('portal.approvals.mine')}
          </Text>
        ) : (
          <Group gap="xs">
            <Button
              size="sm"
              leftSection={<IconCheck size={15} aria-hidden />}
              aria-label={t('portal.approvals.approveNamed', { number })}
              loading={approve.isPending}
              onClick={() => approve.mutate()}
            >
              {t('portal.approvals.approve')}
            </Button>
            <Button
              size="sm"
              variant="default"
              leftSection={<IconX size={15} aria-hidden />}
              aria-label={t('portal.approvals.rejectNamed', { number })}
              onClick={() => setIsRefusing(true)}
            >
              {t('portal.approvals.reject')}
            </Button>
          </Group>
        )}
      </Group>
      <ReasonDialog
        title={t('portal.approvals.reject')}
        hint={t('portal.approvals.rejectHint')}
        isOpen={isRefusing}
        isBusy={reject.isPending}
        onClose={() => setIsRefusing(false)}
        onGive={(reason) => reject.mutate(reason, { onSuccess: () => setIsRefusing(false) })}
      />
    </Card>
  );
}
