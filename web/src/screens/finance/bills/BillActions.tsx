import { Button } from '@mantine/core';
import { IconPencil, IconReceiptRefund, IconRefresh, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { api } from '~/api/client';
import type { OfAccounting } from '~/api/schemas';
import { useMay } from '~/auth/usePerson';
import { ReasonDialog } from '~/ui/ReasonDialog';
import { useAct } from '~/ui/useAct';

type Shown = OfAccounting['BillStoryOut'];

/** An open bill is corrected, matched anew or rejected; a posted one is credited or cancelled whole. */
export function BillActions({ bill }: { bill: Shown }) {
  if (bill.status === 'posted') return <OfPosted bill={bill} />;
  if (bill.status === 'disputed' || bill.status === 'matched') return <OfOpen bill={bill} />;
  return null;
}

function OfOpen({ bill }: { bill: Shown }) {
  const { t } = useTranslation();
  const may = useMay();
  const [rejects, setRejects] = useState(false);
  const params = { path: { bill_id: bill.id } };
  const match = useAct({
    act: () => api.POST('/api/accounting/v1/supplier-bills/{bill_id}/match', { params }),
    done: () => t('bills.matchedAnew'),
  });
  const reject = useAct<string>({
    act: (reason) => api.POST('/api/accounting/v1/supplier-bills/{bill_id}/reject', { params, body: { reason } }),
    done: () => t('bills.rejected', { number: bill.supplier_number }),
  });
  return (
    <>
      {may('accounting.bills.write') ? (
        <>
          <Button component={Link} to={`/bills/${bill.id}/edit`} size="sm" leftSection={<IconPencil size={16} />}>
            {t('screens.editBill')}
          </Button>
          <Button
            size="sm"
            variant="default"
            leftSection={<IconRefresh size={16} />}
            loading={match.isPending}
            onClick={() => match.mutate()}
          >
            {t('bills.matchAnew')}
          </Button>
        </>
      ) : null}
      {may('accounting.disputes.resolve') ? (
        <Button size="sm" variant="default" leftSection={<IconX size={16} />} onClick={() => setRejects(true)}>
          {t('bills.reject')}
        </Button>
      ) : null}
      <ReasonDialog
        title={t('bills.reject')}
        hint={t('bills.rejectHint')}
        isOpen={rejects}
        isBusy={reject.isPending}
        onClose={() => setRejects(false)}
        onGive={(reason) => reject.mutate(reason, { onSuccess: () => setRejects(false) })}
      />
    </>
  );
}

function OfPosted({ bill }: { bill: Shown }) {
  const { t } = useTranslation();
  const may = useMay();
  const [cancels, setCancels] = useState(false);
  const cancel = useAct<string>({
    act: (reason) =>
      api.POST('/api/accounting/v1/bills/{bill_id}/cancel', {
        params: { path: { bill_id: bill.id } },
        body: { reason },
      }),
    done: () => t('bills.cancelled', { number: bill.number }),
  });
  const isUntouched = bill.open_amount !== null && bill.open_amount === bill.gross_amount;
  return (
    <>
      {may('accounting.bills.write') && bill.lines.length > 0 ? (
        <Button
          component={Link}
          to={`/bills/credit?bill=${bill.id}`}
          size="sm"
          variant="default"
          leftSection={<IconReceiptRefund size={16} />}
        >
          {t('screens.newSupplierCredit')}
        </Button>
      ) : null}
      {may('accounting.disputes.resolve') ? (
        <Button
          size="sm"
          variant="default"
          leftSection={<IconX size={16} />}
          disabled={!isUntouched}
          title={isUntouched ? undefined : t('bills.settledInPart')}
          onClick={() => setCancels(true)}
        >
          {t('bills.cancel')}
        </Button>
      ) : null}
      <ReasonDialog
        title={t('bills.cancel')}
        hint={t('bills.cancelHint', { count: bill.lines.length })}
        isOpen={cancels}
        isBusy={cancel.isPending}
        onClose={() => setCancels(false)}
        onGive={(reason) => cancel.mutate(reason, { onSuccess: () => setCancels(false) })}
      />
    </>
  );
}
