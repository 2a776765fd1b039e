import { Button, Group, SimpleGrid, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useMay, usePerson } from '~/auth/usePerson';
import { Page } from '~/ui/Page';

import { PackStation } from './PackStation';
import { RefusedEntries } from './RefusedEntries';
import { Station } from './Station';
import { useOffline } from './useOffline';
import { useQueue } from './useQueue';
import type { Flow } from './work';

type Task = Flow | 'pack';

const NEEDS: Record<Task, string> = {
  receive: 'inventory.receipts.write',
  putAway: 'inventory.transfers.write',
  pick: 'inventory.picks.write',
  pack: 'inventory.picks.write',
  transfer: 'inventory.transfers.write',
  count: 'inventory.counts.write',
  lookUp: 'inventory.stock.read',
};

/** The page of a phone or hand terminal: choose what to do, then scan. */
export default function Scanner() {
  const { t } = useTranslation();
  const may = useMay();
  const queue = useQueue(usePerson().subject);
  const [flow, setFlow] = useState<Task | null>(null);
  useOffline();
  const unsent = queue.waiting.filter((each) => !each.refused).length;

  const badges = (
    <Group gap="xs" role="status">
      <Text>{t(queue.isReachable ? 'scanner.online' : 'scanner.offline')}</Text>
      {unsent ? <Text fw={600}>{t('scanner.waiting', { count: unsent })}</Text> : null}
    </Group>
  );
  return (
    <Page title={flow ? t(`scanner.${flow}`) : t('screens.scanner')} badges={badges}>
      <link rel="manifest" href="/scanner.webmanifest" />
      <Stack maw={560} mx="auto">
        <RefusedEntries waiting={queue.waiting} onForget={(position) => void queue.forget(position)} />
        {flow === 'pack' ? (
          <PackStation waiting={queue.waiting} onDone={queue.add} onLeave={() => setFlow(null)} />
        ) : flow ? (
          <Station key={flow} flow={flow} waiting={queue.waiting} onDone={queue.add} onLeave={() => setFlow(null)} />
        ) : (
          <SimpleGrid cols={2}>
            {(Object.keys(NEEDS) as Task[])
              .filter((each) => may(NEEDS[each]))
              .map((each) => (
                <Button key={each} h={96} size="lg" variant="default" onClick={() => setFlow(each)}>
                  {t(`scanner.${each}`)}
                </Button>
              ))}
          </SimpleGrid>
        )}
      </Stack>
    </Page>
  );
}
