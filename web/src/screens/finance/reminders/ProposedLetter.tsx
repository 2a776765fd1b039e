import { Badge, Button, Group, Text } from '@mantine/core';
import { IconBellOff, IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api } from '~/api/client';
import type { OfAccounting } from '~/api/schemas';
import { useMay } from '~/auth/usePerson';
import { useFormat } from '~/i18n/useFormat';
import { Card } from '~/ui/Card';
import { PartnerName } from '~/ui/Name';
import { ReasonDialog } from '~/ui/ReasonDialog';
import { useAct } from '~/ui/useAct';

import { Claims } from './Claims';

/** What one customer would be written: looked into, and left in peace where somebody knows better. */
export function ProposedLetter({ letter }: { letter: OfAccounting['LetterOut'] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [isShown, setIsShown] = useState(false);
  const Arrow = isShown ? IconChevronDown : IconChevronRight;
  return (
    <div style={{ marginBottom: 'var(--mantine-spacing-md)' }}>
      <Card isFlush>
        <Group px="md" py="sm" justify="space-between">
          <Group gap="xs">
            <Button
              variant="subtle"
              color="gray"
              px={6}
              aria-expanded={isShown}
              aria-label={t('dunning.documents')}
              onClick={() => setIsShown(!isShown)}
            >
              <Arrow size={16} />
            </Button>
            <Text fw={600} component="div">
              <PartnerName id={letter.partner_id} isLink />
            </Text>
            <Badge color={letter.level > 1 ? 'red' : 'orange'}>{t('dunning.levelOf', { level: letter.level })}</Badge>
            <Text c="dimmed">{t('dunning.documentsOf', { count: letter.documents.length })}</Text>
          </Group>
          <Group gap="md">
            <Text fw={600} className="figure">
              {format.money(letter.total, letter.currency)}
            </Text>
            <Hold partner={letter.partner_id} />
          </Group>
        </Group>
        {isShown ? <Claims claims={letter.documents} currency={letter.currency} /> : null}
      </Card>
    </div>
  );
}

function Hold({ partner }: { partner: string }) {
  const { t } = useTranslation();
  const may = useMay();
  const [isOpen, setIsOpen] = useState(false);
  const act = useAct<string>({
    act: (reason) =>
      api.PUT('/api/accounting/v1/dunning-holds/{partner_id}', {
        params: { path: { partner_id: partner } },
        body: { reason: reason.slice(0, 200) },
      }),
    done: () => t('dunning.held'),
  });
  if (!may('accounting.dunning.write')) return null;
  return (
    <>
      <Button variant="default" leftSection={<IconBellOff size={14} />} onClick={() => setIsOpen(true)}>
        {t('dunning.hold')}
      </Button>
      <ReasonDialog
        title={t('dunning.hold')}
        hint={t('dunning.holdHint')}
        isOpen={isOpen}
        isBusy={act.isPending}
        onClose={() => setIsOpen(false)}
        onGive={(reason) => act.mutate(reason, { onSuccess: () => setIsOpen(false) })}
      />
    </>
  );
}
