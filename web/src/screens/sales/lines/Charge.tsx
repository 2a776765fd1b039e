import { Button, Group, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { OfSales } from '~/api/schemas';
import { useMay } from '~/auth/usePerson';
import { useFormat } from '~/i18n/useFormat';
import { ReasonDialog } from '~/ui/ReasonDialog';
import { useAct } from '~/ui/useAct';

interface Props {
  charge: OfSales['ChargeOut'];
  currency: string;
  onWaive?: ((reason: string) => Promise<unknown>) | undefined; // none: it cannot be let go any more
}

/** What a document is charged with on top of its lines; who may lets it go, and says why. */
export function Charge({ charge, currency, onWaive }: Props) {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const may = useMay();
  const [isAsking, setIsAsking] = useState(false);
  const label = i18n.language === 'fr' ? charge.label_fr : charge.label;
  const waive = useAct({
    act: (reason: string) => onWaive?.(reason) ?? Promise.resolve(),
    done: () => t('charges.done', { label }),
  });
  return (
    <div>
      <Group justify="space-between" gap="xs" wrap="nowrap">
        <Text size="sm" c="dimmed">
          {label}
        </Text>
        <Text size="sm" className="figure">
          {charge.is_waived ? t('quotes.waived') : format.money(charge.amount, currency)}
        </Text>
      </Group>
      {charge.waived_because ? (
        <Text size="xs" c="dimmed">
          {charge.waived_because}
        </Text>
      ) : null}
      {onWaive && !charge.is_waived && may('sales.charges.waive') ? (
        <Button variant="subtle" aria-label={t('charges.waiveOf', { label })} onClick={() => setIsAsking(true)}>
          {t('charges.waive')}
        </Button>
      ) : null}
      <ReasonDialog
        title={t('charges.waive')}
        hint={t('charges.hint')}
        isOpen={isAsking}
        isBusy={waive.isPending}
        onClose={() => setIsAsking(false)}
        onGive={(reason) => waive.mutate(reason, { onSuccess: () => setIsAsking(false) })}
      />
    </div>
  );
}
