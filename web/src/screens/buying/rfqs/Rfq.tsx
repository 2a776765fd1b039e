import { Button } from '@mantine/core';
import { IconFileSpreadsheet, IconPencilPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';

import { api, hooks } from '~/api/client';
import { usePersonName } from '~/api/people';
import type { OfPurchasing } from '~/api/schemas';
import { useMay } from '~/auth/usePerson';
import { useFormat } from '~/i18n/useFormat';
import { Card } from '~/ui/Card';
import { Facts } from '~/ui/Facts';
import { Page, PageSkeleton, PageTrouble } from '~/ui/Page';
import { save } from '~/ui/save';
import { useDocumentName } from '~/ui/shell/Breadcrumbs';
import { StatusBadge } from '~/ui/StatusBadge';
import { useAct } from '~/ui/useAct';

import { AskedSuppliers } from './AskedSuppliers';
import { Comparison } from './Comparison';
import { QuoteDialog } from './QuoteDialog';
import classes from './rfq.module.css';

const LOOK_AGAIN_MS = 5_000;

/** Whether a letter is still to leave. */
function isUnderWay(rfq: OfPurchasing['RfqOut'] | undefined): boolean {
  return rfq?.suppliers.some(({ letter }) => letter?.delivery === 'waiting') ?? false;
}

/** A request for quotes: who answered what, side by side, and who gets the lines. */
export default function RfqPage() {
  const { t } = useTranslation();
  const may = useMay();
  const { id = '' } = useParams();
  const [isQuoting, setQuoting] = useState(false);
  const params = { path: { rfq_id: id } };
  const query = hooks.useQuery(
    'get',
    '/api/purchasing/v1/rfqs/{rfq_id}',
    { params },
    { refetchInterval: ({ state }) => (isUnderWay(state.data) ? LOOK_AGAIN_MS : false) },
  );
  const { data: rfq, error } = query;
  useDocumentName(rfq?.number);
  const cancel = useAct({
    act: () => api.POST('/api/purchasing/v1/rfqs/{rfq_id}/cancel', { params }),
    done: () => t('rfqs.cancelled', { number: rfq?.number ?? '' }),
  });
  const table = useAct({
    act: async () => {
      const { data } = await api.GET('/api/purchasing/v1/rfqs/{rfq_id}/lines.csv', { params, parseAs: 'blob' });
      if (data instanceof Blob) save(`${rfq?.number ?? ''}.csv`, data);
    },
    changes: [],
  });
  if (error) return <PageTrouble title={t('screens.rfq')} error={error} onRetry={() => void query.refetch()} />;
  if (!rfq) return <PageSkeleton />;
  const isOpen = rfq.status === 'open' && may('purchasing.rfqs.write');
  return (
    <Page
      title={rfq.number}
      badges={<StatusBadge list="rfqStatus" value={rfq.status} />}
      note={rfq.note}
      actions={
        <>
          <Button
            size="sm"
            variant="default"
            leftSection={<IconFileSpreadsheet size={16} />}
            loading={table.isPending}
            onClick={() => table.mutate()}
          >
            {t('rfqs.table')}
          </Button>
          {isOpen ? (
            <>
              <Button size="sm" variant="default" loading={cancel.isPending} onClick={() => cancel.mutate()}>
                {t('rfqs.cancel')}
              </Button>
              <Button size="sm" leftSection={<IconPencilPlus size={16} />} onClick={() => setQuoting(true)}>
                {t('rfqs.enter')}
              </Button>
            </>
          ) : null}
        </>
      }
    >
      <div className={classes.stack}>
        <Comparison rfq={rfq} isOpen={isOpen} />
        <div className={classes.pair}>
          <AskedSuppliers rfq={rfq} isOpen={isOpen} />
          <Details rfq={rfq} />
        </div>
      </div>
      {isQuoting ? <QuoteDialog rfq={rfq} onClose={() => setQuoting(false)} /> : null}
    </Page>
  );
}

function Details({ rfq }: { rfq: OfPurchasing['RfqOut'] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const by = usePersonName(rfq.opened_by);
  return (
    <Card title={t('common.details')}>
      <Facts
        rows={[
          [t('common.site'), rfq.warehouse],
          [t('rfqs.respondBy'), format.date(rfq.respond_by)],
          [t('rfqs.openedBy'), by],
        ]}
      />
    </Card>
  );
}
