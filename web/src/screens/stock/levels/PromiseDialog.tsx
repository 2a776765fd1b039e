import { Alert, Modal, NumberInput, Stack, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconCalendarCheck, IconCalendarX } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { hooks } from '~/api/client';
import type { OfInventory } from '~/api/schemas';
import { useFormat } from '~/i18n/useFormat';
import { Facts } from '~/ui/Facts';

type Level = OfInventory['StockOut'];
type Promised = OfInventory['PromiseOut'];

/** When a quantity can be promised: from stock, with an expected receipt, or not at all. */
export function PromiseDialog({ level, onClose }: { level: Level | null; onClose: () => void }) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState<string | number>(1);
  const [quantity] = useDebouncedValue(String(typed || 0), 250);
  const lines =
    level && Number(quantity) > 0 ? [{ product_id: level.product_id, warehouse: level.warehouse, quantity }] : [];
  const promises = hooks.useQuery(
    'post',
    '/api/inventory/v1/stock/promises',
    { body: { lines } },
    { enabled: lines.length > 0 },
  );
  const promise = promises.data?.items[0];
  return (
    <Modal
      opened={level !== null}
      onClose={onClose}
      title={t('stock.atpTitle')}
      centered
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Stack gap="md">
        <Text c="dimmed">
          {level?.name} · {level?.warehouse}
        </Text>
        <NumberInput
          label={t('stock.atpQuantity')}
          data-autofocus
          min={0}
          size="sm"
          value={typed}
          onChange={setTyped}
        />
        {promise && lines.length > 0 ? <Answer promise={promise} /> : null}
      </Stack>
    </Modal>
  );
}

function Answer({ promise }: { promise: Promised }) {
  const { t } = useTranslation();
  const format = useFormat();
  const date = format.date(promise.on);
  const text = !promise.on
    ? t('stock.atpNever', { missing: format.number(promise.missing) })
    : promise.document_number
      ? t('stock.atpOnBy', { date, document: promise.document_number })
      : t('stock.atpNow');
  return (
    <>
      <Alert
        color={promise.on ? 'green' : 'orange'}
        icon={promise.on ? <IconCalendarCheck size={18} /> : <IconCalendarX size={18} />}
      >
        {text}
      </Alert>
      {promise.steps.length > 0 ? (
        <div>
          <Text size="sm" fw={600}>
            {t('stock.atpSteps')}
          </Text>
          <Facts
            rows={promise.steps.map((step) => [
              `${t('stock.atpFrom')} ${format.date(step.on)}${step.document_number ? ` · ${step.document_number}` : ''}`,
              format.number(step.quantity),
            ])}
          />
        </div>
      ) : null}
    </>
  );
}
