import { Button } from '@mantine/core';
import { IconLock, IconLockOpen } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api } from '~/api/client';
import type { OfAccounting } from '~/api/schemas';
import { useMay } from '~/auth/usePerson';
import { ReasonDialog } from '~/ui/ReasonDialog';
import { useAct } from '~/ui/useAct';

interface Props {
  period: string;
  status: OfAccounting['PeriodStatus'];
}

/** Keep documents out of a month while it is looked through, and let them in again. Closing is done where it is shown. */
export function MonthActions({ period, status }: Props) {
  const { t } = useTranslation();
  const may = useMay();
  const [isOpen, setIsOpen] = useState(false);
  const step = status === 'open' ? 'lock' : 'unlock';
  const params = { path: { month: period } };
  const act = useAct<string>({
    act: (reason) =>
      step === 'lock'
        ? api.POST('/api/accounting/v1/periods/{month}/lock', { params, body: { reason } })
        : api.POST('/api/accounting/v1/periods/{month}/unlock', { params, body: { reason } }),
    done: () => t(`years.${step}Done`, { period }),
  });
  if ((status !== 'open' && status !== 'locked') || !may('accounting.periods.write')) return null;
  const Icon = step === 'lock' ? IconLock : IconLockOpen;
  return (
    <>
      <Button
        variant="subtle"
        leftSection={<Icon size={14} />}
        aria-label={`${t(`years.${step}`)} ${period}`}
        onClick={() => setIsOpen(true)}
      >
        {t(`years.${step}`)}
      </Button>
      <ReasonDialog
        title={t(`years.${step}`)}
        hint={t(`years.${step}Hint`, { period })}
        isOpen={isOpen}
        isBusy={act.isPending}
        onClose={() => setIsOpen(false)}
        onGive={(reason) => act.mutate(reason, { onSuccess: () => setIsOpen(false) })}
      />
    </>
  );
}
