import { Button } from '@mantine/core';
import { IconLock, IconLockOpen, IconRosetteDiscountCheck } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api } from '~/api/client';
import type { OfAccounting } from '~/api/schemas';
import { useMay } from '~/auth/usePerson';
import { ReasonDialog } from '~/ui/ReasonDialog';
import { useAct } from '~/ui/useAct';

type Step = 'close' | 'seal' | 'reopen';

interface Props {
  closing: OfAccounting['ClosingOut'];
  status: OfAccounting['PeriodStatus'];
}

const NEXT: Record<OfAccounting['PeriodStatus'], readonly Step[]> = {
  open: ['close'],
  locked: ['close'],
  closed: ['reopen', 'seal'],
  sealed: [],
};
const ICONS = { close: IconLock, seal: IconRosetteDiscountCheck, reopen: IconLockOpen };

/** Close the month with what is shown; a closed one can be sealed for good, or opened again when a second person agrees. */
export function ClosingActions({ closing, status }: Props) {
  const { t } = useTranslation();
  const may = useMay();
  const [step, setStep] = useState<Step | null>(null);
  const { period, content_hash, blockers } = closing;
  const params = { path: { month: period } };
  const isBlocked = blockers.some((it) => it.blocks);
  const act = useAct<{ step: Step; reason: string }>({
    act: ({ step: chosen, reason }) => {
      if (chosen === 'seal') return api.POST('/api/accounting/v1/periods/{month}/seal', { params, body: { reason } });
      if (chosen === 'reopen')
        return api.POST('/api/accounting/v1/periods/{month}/reopen', { params, body: { reason } });
      const body = { reason, content_hash, accepts_blockers: isBlocked };
      return api.POST('/api/accounting/v1/periods/{month}/closing', { params, body });
    },
    done: ({ step: chosen }) => t(`closing.${chosen}Done`, { period }),
  });
  const isOver = closing.posts_on < new Date().toISOString().slice(0, 10);
  if (!isOver || !may('accounting.periods.write')) return null;
  const hint = step === 'close' && isBlocked ? t('closing.acceptHint') : step ? t(`closing.${step}Hint`) : '';
  return (
    <>
      {NEXT[status].map((each) => {
        const Icon = ICONS[each];
        return (
          <Button
            key={each}
            size="sm"
            variant={each === 'reopen' ? 'default' : 'filled'}
            leftSection={<Icon size={16} />}
            onClick={() => setStep(each)}
          >
            {t(`closing.${each}`)}
          </Button>
        );
      })}
      <ReasonDialog
        title={step ? t(`closing.${step}`) : ''}
        hint={hint}
        isOpen={step !== null}
        isBusy={act.isPending}
        onClose={() => setStep(null)}
        onGive={(reason) => {
          if (step) act.mutate({ step, reason }, { onSuccess: () => setStep(null) });
        }}
      />
    </>
  );
}
