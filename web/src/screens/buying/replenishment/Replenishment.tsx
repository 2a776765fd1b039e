import { Button, Stack } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api } from '~/api/client';
import { useMay } from '~/auth/usePerson';
import { Choice } from '~/ui/Choice';
import { Page } from '~/ui/Page';
import { useAct } from '~/ui/useAct';

import { Needs } from './Needs';
import { Suggestions } from './Suggestions';

const SHELVES = ['proposed', 'wanted'] as const;
type Shelf = (typeof SHELVES)[number];

/** What should be filled up and why, and what is wanted but not ordered yet. */
export default function Replenishment() {
  const { t } = useTranslation();
  const may = useMay();
  const [shelf, setShelf] = useState<Shelf>('proposed');
  const run = useAct({
    act: () => api.POST('/api/inventory/v1/replenishment/runs', { body: {} }),
    done: () => t('replenishment.ran'),
  });
  return (
    <Page
      title={t('screens.replenishment')}
      note={t('replenishment.hint')}
      actions={
        may('inventory.replenishment.write') ? (
          <Button
            size="sm"
            variant="default"
            leftSection={<IconRefresh size={16} />}
            loading={run.isPending}
            onClick={() => run.mutate()}
          >
            {t('replenishment.run')}
          </Button>
        ) : null
      }
    >
      <Stack gap="md">
        {may('purchasing.requests.read') ? (
          <Choice
            label={t('common.status')}
            value={shelf}
            options={SHELVES.map((value) => ({ value, label: t(`replenishment.shelf.${value}`) }))}
            onChange={(value: Shelf) => setShelf(value)}
          />
        ) : null}
        {shelf === 'proposed' ? <Suggestions /> : <Needs />}
      </Stack>
    </Page>
  );
}
