import { Alert, Badge, Button, Text } from '@mantine/core';
import { IconBan, IconHourglass } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';

import { api, hooks } from '~/api/client';
import { useMay } from '~/auth/usePerson';
import { useFormat } from '~/i18n/useFormat';
import { Card } from '~/ui/Card';
import { Facts } from '~/ui/Facts';
import { PartnerName, ProductName } from '~/ui/Name';
import { Columns, Page, PageSkeleton, PageTrouble } from '~/ui/Page';
import { ReasonDialog } from '~/ui/ReasonDialog';
import { useDocumentName } from '~/ui/shell/Breadcrumbs';
import { StatusBadge } from '~/ui/StatusBadge';
import { useAct } from '~/ui/useAct';

import { History } from '../shared/History';
import { Person, Validity } from '../shared/Names';
import { Used } from './PriceExceptions';

/** One special price: what was asked and why, how much is used, who decided. */
export default function PriceException() {
  const { t } = useTranslation();
  const format = useFormat();
  const may = useMay();
  const { id = '' } = useParams();
  const [isRevoking, setIsRevoking] = useState(false);
  const params = { path: { exception_id: id } };
  const query = hooks.useQuery('get', '/api/pricing/v1/exceptions/{exception_id}', { params });
  const history = hooks.useQuery('get', '/api/pricing/v1/exceptions/{exception_id}/history', { params });
  const { data: exception, error } = query;
  useDocumentName(exception?.number);
  const revoke = useAct<string>({
    act: (reason) =>
      api.POST('/api/pricing/v1/exceptions/{exception_id}/revoke', {
        params: { ...params, header: { 'if-match': `"${exception?.version ?? 0}"` } },
        body: { reason },
      }),
    done: () => t('exceptions.revoked'),
  });
  if (error)
    return <PageTrouble title={t('screens.priceException')} error={error} onRetry={() => void query.refetch()} />;
  if (!exception) return <PageSkeleton />;
  const isOpen = exception.status === 'granted' || exception.status === 'awaiting-approval';
  return (
    <Page
      title={exception.number}
      badges={
        <>
          <StatusBadge list="exceptionStatus" value={exception.status} />
          {exception.is_expired ? <Badge color="red">{t('exceptions.expired')}</Badge> : null}
        </>
      }
      note={<PartnerName id={exception.customer_id} isLink />}
      actions={
        isOpen && may('pricing.exceptions.write') ? (
          <Button variant="default" leftSection={<IconBan size={15} />} onClick={() => setIsRevoking(true)}>
            {t('exceptions.revoke')}
          </Button>
        ) : null
      }
    >
      {exception.status === 'awaiting-approval' ? (
        <Alert color="orange" icon={<IconHourglass size={18} />} title={t('exceptions.waits')} mb="md">
          <Text size="sm">{t('exceptions.waitsHint')}</Text>
          <Button component={Link} to="/approvals" variant="default" mt="xs">
            {t('exceptions.openApprovals')}
          </Button>
        </Alert>
      ) : null}
      <Columns
        main={
          <>
            <Card title={t('exceptions.terms')}>
              <Facts
                rows={[
                  [
                    t('exceptions.on'),
                    exception.product_id ? <ProductName id={exception.product_id} /> : exception.family_code,
                  ],
                  [t('exceptions.price'), exception.unit_price && format.money(exception.unit_price)],
                  [t('exceptions.discount'), exception.discount_rate && format.exactRate(exception.discount_rate)],
                  [t('exceptions.minMargin'), exception.min_margin_rate && format.exactRate(exception.min_margin_rate)],
                  [t('pricing.channel'), exception.channel ?? t('pricing.everyChannel')],
                  [
                    t('pricing.validity'),
                    <Validity key="validity" from={exception.effective_from} until={exception.effective_until} />,
                  ],
                ]}
              />
            </Card>
            <Card title={t('common.reason')}>
              <Text>{exception.reason}</Text>
            </Card>
          </>
        }
        aside={
          <>
            <Card title={t('exceptions.used')}>
              <Used exception={exception} />
            </Card>
            <Card title={t('exceptions.requestedBy')}>
              <Text>
                <Person subject={exception.requested_by} /> · {format.time(exception.created_at)}
              </Text>
            </Card>
            <History items={history.data?.items ?? []} />
          </>
        }
      />
      <ReasonDialog
        title={t('exceptions.revoke')}
        hint={t('exceptions.revokeHint')}
        isOpen={isRevoking}
        isBusy={revoke.isPending}
        onClose={() => setIsRevoking(false)}
        onGive={(reason) => revoke.mutate(reason, { onSuccess: () => setIsRevoking(false) })}
      />
    </Page>
  );
}
