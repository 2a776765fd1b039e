import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconAdjustments } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api, hooks } from '~/api/client';
import type { OfReporting } from '~/api/schemas';
import { useMay } from '~/auth/usePerson';
import { useWord } from '~/i18n/useWord';
import { DecimalInput } from '~/ui/form/DecimalInput';
import { decimalOf } from '~/ui/form/decimals';
import { useAct } from '~/ui/useAct';

type Rate = OfReporting['RateOut'];

/** What an order, a line, a shipment, a return and overdue money cost the house. */
export function RatesButton() {
  const { t } = useTranslation();
  const may = useMay();
  const [isOpen, { open, close }] = useDisclosure();
  const rates = hooks.useQuery('get', '/api/reporting/v1/insights/service-rates', {});
  if (!may('reporting.kpis.write')) return null;
  return (
    <>
      <Button variant="default" leftSection={<IconAdjustments size={15} />} onClick={open}>
        {t('insights.rates.title')}
      </Button>
      <Modal
        opened={isOpen && rates.data !== undefined}
        onClose={close}
        title={t('insights.rates.title')}
        centered
        closeButtonProps={{ 'aria-label': t('common.close') }}
      >
        {rates.data ? <RatesForm rates={rates.data.items} onDone={close} /> : null}
      </Modal>
    </>
  );
}

function RatesForm({ rates, onDone }: { rates: readonly Rate[]; onDone: () => void }) {
  const { t } = useTranslation();
  const word = useWord();
  const [typed, setTyped] = useState(rates.map((each) => each.rate));
  const read = rates.flatMap(({ activity }, at) => {
    const rate = decimalOf(typed[at] ?? '');
    return rate === null ? [] : [{ activity, rate }];
  });
  const save = useAct({
    act: () => api.PUT('/api/reporting/v1/insights/service-rates', { body: { items: read } }).then(onDone),
    done: () => t('insights.rates.saved'),
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <Stack gap="sm">
        <Text c="dimmed">{t('insights.rates.hint')}</Text>
        {rates.map(({ activity }, at) => (
          <DecimalInput
            key={activity}
            required
            label={word('activity', activity)}
            value={typed[at] ?? ''}
            onChange={(value) => setTyped((before) => before.map((each, n) => (n === at ? value : each)))}
          />
        ))}
        <Group justify="flex-end">
          <Button variant="default" onClick={onDone}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" loading={save.isPending} disabled={read.length < rates.length}>
            {t('common.save')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
