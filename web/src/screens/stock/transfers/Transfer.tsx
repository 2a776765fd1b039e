import { Badge, Button, Checkbox, Group } from '@mantine/core';
import { IconArrowRight, IconCheck, IconPackageImport, IconTruckDelivery } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';

import { api, hooks } from '~/api/client';
import { usePersonName } from '~/api/people';
import type { OfInventory } from '~/api/schemas';
import { useMay } from '~/auth/usePerson';
import { useFormat } from '~/i18n/useFormat';
import { Card } from '~/ui/Card';
import { Facts } from '~/ui/Facts';
import { isQuantity } from '~/ui/form/decimals';
import { Columns, Page, PageSkeleton, PageTrouble } from '~/ui/Page';
import { useDocumentName } from '~/ui/shell/Breadcrumbs';
import { StatusBadge } from '~/ui/StatusBadge';
import { Trouble } from '~/ui/Trouble';
import { useAct } from '~/ui/useAct';

import { isReadable, movedLines, type Typed } from './transfer';
import { TransferClaims } from './TransferClaims';
import { TransferLines } from './TransferLines';
import { TransferProgress } from './TransferProgress';

type Transfer = OfInventory['TransferOrderOut'];

/** A transfer, from its draft to the last piece that arrives or is found missing. */
export default function TransferPage() {
  const { t } = useTranslation();
  const may = useMay();
  const { id = '' } = useParams();
  const query = hooks.useQuery('get', '/api/inventory/v1/transfer-orders/{transfer_id}', {
    params: { path: { transfer_id: id } },
  });
  const { data: transfer, error } = query;
  useDocumentName(transfer?.number);
  if (error) return <PageTrouble title={t('screens.transfer')} error={error} onRetry={() => void query.refetch()} />;
  if (!transfer) return <PageSkeleton />;
  return <Shown key={transfer.version} transfer={transfer} mayWrite={may('inventory.transfers.write')} />;
}

function Shown({ transfer, mayWrite }: { transfer: Transfer; mayWrite: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const by = usePersonName(transfer.opened_by);
  const [leaving, setLeaving] = useState<Typed>({});
  const [arriving, setArriving] = useState<Typed>({});
  const [isNothingMore, setNothingMore] = useState(false);
  const { lines, number, status } = transfer;
  const params = { path: { transfer_id: transfer.id } };
  const release = useAct({
    act: () => api.POST('/api/inventory/v1/transfer-orders/{transfer_id}/release', { params }),
    done: () => t('transfers.released', { number }),
  });
  const cancel = useAct({
    act: () => api.POST('/api/inventory/v1/transfer-orders/{transfer_id}/cancel', { params }),
    done: () => t('transfers.cancelled', { number }),
  });
  const ship = useAct({
    act: () =>
      api.POST('/api/inventory/v1/transfer-orders/{transfer_id}/ship', {
        params,
        body: { lines: movedLines(lines, leaving) },
      }),
    done: () => t('transfers.shipped', { number }),
  });
  const receive = useAct({
    act: () =>
      api.POST('/api/inventory/v1/transfer-orders/{transfer_id}/receive', {
        params,
        body: { lines: movedLines(lines, arriving), nothing_more: isNothingMore, accept_surplus: false },
      }),
    done: () => t('transfers.received', { number }),
  });
  const isOpen = status === 'released' || status === 'in-transit';
  const canShip = mayWrite && isOpen && lines.some((it) => isQuantity(it.reserved));
  const canReceive = mayWrite && lines.some((it) => isQuantity(it.in_transit));
  const refused = ship.error ?? receive.error;
  return (
    <Page
      title={number}
      badges={<StatusBadge list="transferStatus" value={status} />}
      note={
        <Group gap={6}>
          {transfer.source} <IconArrowRight size={14} aria-label={t('transfers.to')} /> {transfer.destination}
        </Group>
      }
      actions={
        mayWrite ? (
          <>
            {status === 'draft' || status === 'released' ? (
              <Button size="sm" variant="default" loading={cancel.isPending} onClick={() => cancel.mutate()}>
                {t('transfers.cancel')}
              </Button>
            ) : null}
            {status === 'draft' ? (
              <Button
                size="sm"
                leftSection={<IconCheck size={16} />}
                loading={release.isPending}
                onClick={() => release.mutate()}
              >
                {t('transfers.release')}
              </Button>
            ) : null}
          </>
        ) : null
      }
    >
      <Columns
        main={
          <>
            {refused ? <Trouble error={refused} /> : null}
            {canShip ? (
              <Card title={t('transfers.ship')} side={<Badge color="blue">{transfer.source}</Badge>}>
                <TransferLines
                  lines={lines}
                  upTo={(it) => it.reserved}
                  label={t('transfers.leaves')}
                  of={(quantity) => t('transfers.heldOf', { quantity })}
                  typed={leaving}
                  onType={setLeaving}
                />
                <Group justify="flex-end" mt="md">
                  <Button
                    leftSection={<IconTruckDelivery size={16} />}
                    disabled={movedLines(lines, leaving).length === 0 || !isReadable(leaving)}
                    loading={ship.isPending}
                    onClick={() => ship.mutate()}
                  >
                    {t('transfers.ship')}
                  </Button>
                </Group>
              </Card>
            ) : null}
            {canReceive ? (
              <Card title={t('transfers.receive')} side={<Badge color="teal">{transfer.destination}</Badge>}>
                <TransferLines
                  lines={lines}
                  upTo={(it) => it.in_transit}
                  label={t('transfers.arrives')}
                  of={(quantity) => t('transfers.underWayOf', { quantity })}
                  typed={arriving}
                  onType={setArriving}
                />
                <Group justify="space-between" mt="md">
                  <Checkbox
                    size="xs"
                    label={t('transfers.nothingMore')}
                    description={t('transfers.nothingMoreHint')}
                    checked={isNothingMore}
                    onChange={(event) => setNothingMore(event.currentTarget.checked)}
                  />
                  <Button
                    leftSection={<IconPackageImport size={16} />}
                    disabled={(movedLines(lines, arriving).length === 0 && !isNothingMore) || !isReadable(arriving)}
                    loading={receive.isPending}
                    onClick={() => receive.mutate()}
                  >
                    {t('transfers.receive')}
                  </Button>
                </Group>
              </Card>
            ) : null}
            <TransferProgress lines={lines} />
          </>
        }
        aside={
          <>
            <Card title={t('common.details')}>
              <Facts
                rows={[
                  [t('transfers.from'), transfer.source],
                  [t('transfers.to'), transfer.destination],
                  [t('buying.expectedOn'), format.date(transfer.expected_on)],
                  [t('common.reason'), transfer.reason],
                  [t('transfers.askedBy'), by],
                  [t('orders.created'), format.time(transfer.created_at)],
                ]}
              />
            </Card>
            <TransferClaims transfer={transfer.id} />
          </>
        }
      />
    </Page>
  );
}
