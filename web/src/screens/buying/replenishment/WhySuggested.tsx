import { Button, Popover } from '@mantine/core';
import { IconInfoCircle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

import { useFormat } from '~/i18n/useFormat';
import { useWord } from '~/i18n/useWord';
import { Facts } from '~/ui/Facts';

import type { Suggestion } from './plan';

/** Every number behind a proposal. */
export function WhySuggested({ item }: { item: Suggestion }) {
  const { t } = useTranslation();
  const format = useFormat();
  const word = useWord();
  return (
    <Popover width={340} position="bottom-end" shadow="md" withArrow>
      <Popover.Target>
        <Button
          variant="subtle"
          leftSection={<IconInfoCircle size={15} />}
          aria-label={t('replenishment.whyOf', { sku: item.sku })}
        >
          {t('replenishment.why')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Facts rows={item.steps.map((step) => [word('replenishmentStep', step.name), format.number(step.value, 3)])} />
      </Popover.Dropdown>
    </Popover>
  );
}
