import { Badge, Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { api } from '~/api/client';
import type { OfPurchasing } from '~/api/schemas';
import { useMay } from '~/auth/usePerson';
import { useFormat } from '~/i18n/useFormat';
import { useWord } from '~/i18n/useWord';
import type { Column } from '~/ui/list/column';
import { List } from '~/ui/list/List';
import { PartnerName } from '~/ui/Name';
import { ReasonDialog } from '~/ui/ReasonDialog';
import { useAct } from '~/ui/useAct';

type Landed = OfPurchasing['LandedSummary'];

/** Freight, duty, insurance: what goods cost beside their price. */
export default function LandedCosts() {
  const { t } = useTranslation();
  const format = useFormat();
  const word = useWord();
  const may = useMay();
  const [takenBack, setTakenBack] = useState<Landed | null>(null);
  const mayWrite = may('purchasing.landed-costs.write');
  const reverse = useAct({
    act: ({ landed, reason }: { landed: Landed; reason: string }) =>
      api.POST('/api/purchasing/v1/landed-costs/{landed_cost_id}/reverse', {
        params: { path: { landed_cost_id: landed.id } },
        body: { reason },
      }),
    done: ({ landed }) => t('landed.reversed', { number: landed.number }),
  });
  const columns: Column<Landed>[] = [
    { key: 'number', title: t('common.number'), cell: (it) => it.number, text: (it) => it.number, onPhone: 'title' },
    {
      key: 'posted',
      title: t('landed.postedOn'),
      cell: (it) => format.date(it.created_at),
      text: (it) => it.created_at,
      sort: 'created_at',
      onPhone: 'line',
    },
    {
      key: 'kind',
      title: t('landed.kind'),
      cell: (it) => word('landedKind', it.kind),
      text: (it) => word('landedKind', it.kind),
      onPhone: 'line',
    },
    {
      key: 'supplier',
      title: t('landed.supplier'),
      cell: (it) => <PartnerName id={it.supplier_id} />,
      text: (it) => it.supplier_id,
      onPhone: 'line',
    },
    { key: 'reference', title: t('landed.reference'), cell: (it) => it.reference || '–', text: (it) => it.reference },
    {
      key: 'basis',
      title: t('landed.basis'),
      cell: (it) => word('landedBasis', it.basis),
      text: (it) => word('landedBasis', it.basis),
    },
    {
      key: 'amount',
      title: t('landed.amount'),
      cell: (it) => format.money(it.currency_amount, it.currency),
      text: (it) => it.currency_amount,
      isFigure: true,
      onPhone: 'side',
    },
    {
      key: 'state',
      title: t('landed.state'),
      cell: (it) =>
        it.is_reversed ? (
          <Badge color="gray">{t('landed.isReversed')}</Badge>
        ) : mayWrite ? (
          <Button size="compact-xs" variant="default" onClick={() => setTakenBack(it)}>
            {t('landed.reverse')}
          </Button>
        ) : null,
      text: (it) => (it.is_reversed ? t('landed.isReversed') : ''),
    },
  ];
  return (
    <>
      <List
        id="landed-costs"
        title={t('screens.landedCosts')}
        columns={columns}
        filters={[]}
        load={async (_, paging) =>
          (await api.GET('/api/purchasing/v1/landed-costs', { params: { query: paging } })).data ?? { items: [] }
        }
        rowKey={(it) => it.id}
        actions={
          mayWrite ? (
            <Button component={Link} to="/landed-costs/new" leftSection={<IconPlus size={15} />}>
              {t('screens.newLandedCost')}
            </Button>
          ) : null
        }
        empty={{ title: t('landed.emptyTitle'), hint: t('landed.emptyHint') }}
      />
      <ReasonDialog
        title={t('landed.reverse')}
        hint={t('landed.reverseHint')}
        isOpen={takenBack !== null}
        isBusy={reverse.isPending}
        onClose={() => setTakenBack(null)}
        onGive={(reason) =>
          takenBack && reverse.mutate({ landed: takenBack, reason }, { onSuccess: () => setTakenBack(null) })
        }
      />
    </>
  );
}
