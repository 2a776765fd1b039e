import { Button } from '@mantine/core';
import { IconCheck, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { hooks } from '~/api/client';
import { useMay } from '~/auth/usePerson';
import { useDecide } from '~/screens/approvals/decide';
import { ReasonDialog } from '~/ui/ReasonDialog';

/** Approve or refuse where the document is read, by who may. */
export function DecideHere({ document }: { document: string }) {
  const { t } = useTranslation();
  const may = useMay();
  const [isRefusing, setIsRefusing] = useState(false);
  const decide = useDecide();
  const waiting = hooks.useQuery(
    'get',
    '/api/sales/v1/approvals',
    { params: { query: { document_id: document, waits_for_me: true } } },
    { enabled: may('sales.approvals.read') },
  );
  const request = waiting.data?.items[0]; // of a document one step is open at a time
  if (!request) return null;
  const approval = { ...request, service: 'sales' as const };
  return (
    <>
      <Button size="sm" variant="default" leftSection={<IconX size={16} />} onClick={() => setIsRefusing(true)}>
        {t('keys.refuse')}
      </Button>
      <Button
        size="sm"
        leftSection={<IconCheck size={16} />}
        loading={decide.isPending}
        onClick={() => decide.mutate({ approval, decision: 'approve', comment: '' })}
      >
        {t('keys.approve')}
      </Button>
      <ReasonDialog
        title={t('keys.refuse')}
        hint={t('returns.refuseHint')}
        isOpen={isRefusing}
        isBusy={decide.isPending}
        onClose={() => setIsRefusing(false)}
        onGive={(comment) =>
          decide.mutate({ approval, decision: 'reject', comment }, { onSuccess: () => setIsRefusing(false) })
        }
      />
    </>
  );
}
