import { ActionIcon, Button, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import { IconDeviceFloppy, IconPlus, IconTrash } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';

import { api } from '~/api/client';
import { unitsOf } from '~/screens/buying/entry/unitsOf';
import type { EntryLine } from '~/screens/sales/entry/basket';
import { CodeField } from '~/screens/sales/entry/CodeField';
import classes from '~/screens/sales/entry/entry.module.css';
import { Card } from '~/ui/Card';
import { DecimalInput } from '~/ui/form/DecimalInput';
import { faultOf } from '~/ui/form/faults';
import { WarehousePicker } from '~/ui/form/WarehousePicker';
import { Page } from '~/ui/Page';
import { ProductPicker } from '~/ui/pickers/ProductPicker';
import { Trouble } from '~/ui/Trouble';

import { newLine, transferOf, type Asked, type AskedLine } from './transfer';

const EMPTY: Asked = { source: '', destination: '', expectedOn: '', reason: '', lines: [] };

/** Goods asked for from another site: a draft, until it is released. */
export default function NewTransfer() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [asked, setAsked] = useState<Asked>({ ...EMPTY, reason: t('transfers.head') });
  const set = (part: Partial<Asked>) => setAsked((before) => ({ ...before, ...part }));
  const add = (lines: AskedLine[]) => setAsked((before) => ({ ...before, lines: [...before.lines, ...lines] }));
  const edit = (key: string, part: Partial<AskedLine>) =>
    set({ lines: asked.lines.map((line) => (line.key === key ? { ...line, ...part } : line)) });
  const body = transferOf(asked);
  const write = useMutation({
    mutationFn: async () => (body ? (await api.POST('/api/inventory/v1/transfer-orders', { body })).data : undefined),
    onSuccess: async (made) => {
      await queries.invalidateQueries();
      if (made) await navigate(`/transfers/${made.id}`);
    },
  });
  const isSameSite = asked.source !== '' && asked.source === asked.destination;
  return (
    <Page
      title={t('screens.newTransfer')}
      note={t('transfers.hint')}
      actions={
        <Button
          size="sm"
          leftSection={<IconDeviceFloppy size={16} />}
          disabled={!body}
          loading={write.isPending}
          onClick={() => write.mutate()}
        >
          {t('common.save')}
        </Button>
      }
    >
      <Stack gap="md">
        {write.error ? <Trouble error={write.error} /> : null}
        <Card title={t('transfers.head')}>
          <SimpleGrid cols={{ base: 1, sm: 2 }}>
            <WarehousePicker
              label={t('transfers.from')}
              value={asked.source}
              error={faultOf(write.error, 'source')}
              onChange={(source) => set({ source })}
            />
            <WarehousePicker
              label={t('transfers.to')}
              value={asked.destination}
              error={isSameSite ? t('transfers.sameSite') : faultOf(write.error, 'destination')}
              onChange={(destination) => set({ destination })}
            />
            <TextInput
              type="date"
              label={t('buying.expectedOn')}
              description={t('transfers.expectedHint')}
              value={asked.expectedOn}
              error={faultOf(write.error, 'expected_on')}
              onChange={(event) => set({ expectedOn: event.currentTarget.value })}
            />
            <TextInput
              label={t('common.reason')}
              description={t('transfers.reasonHint')}
              value={asked.reason}
              error={faultOf(write.error, 'reason')}
              onChange={(event) => set({ reason: event.currentTarget.value })}
            />
          </SimpleGrid>
        </Card>
        <Card title={t('orders.lines')}>
          <CodeField
            customer=""
            hint={t('transfers.codeHint')}
            onAdd={(found) => void Promise.all(found.map(inUnits)).then(add)}
          />
          <ol className={classes.rows}>
            {asked.lines.map((line, position) => (
              <li key={line.key} className={classes.row} aria-label={t('entry.line', { number: position + 1 })}>
                <div className={classes.fields}>
                  <div className={classes.product}>
                    <ProductPicker
                      label={t('common.product')}
                      isLabelHidden
                      value={line.product}
                      onChange={(product) => edit(line.key, { product })}
                    />
                  </div>
                  <DecimalInput
                    w={120}
                    aria-label={t('entry.quantityOf', { number: position + 1 })}
                    value={line.quantity}
                    error={faultOf(write.error, `lines.${position}.quantity`)}
                    onChange={(quantity) => edit(line.key, { quantity })}
                  />
                  <ActionIcon
                    size={30}
                    aria-label={t('prices.removeLine', { number: position + 1 })}
                    onClick={() => set({ lines: asked.lines.filter((it) => it.key !== line.key) })}
                  >
                    <IconTrash size={16} />
                  </ActionIcon>
                </div>
                {faultOf(write.error, `lines.${position}.product_id`) ? (
                  <Text size="xs" c="red">
                    {faultOf(write.error, `lines.${position}.product_id`)}
                  </Text>
                ) : null}
              </li>
            ))}
          </ol>
          <Button mt="sm" variant="default" leftSection={<IconPlus size={15} />} onClick={() => add([newLine()])}>
            {t('prices.addLine')}
          </Button>
          {body ? null : (
            <Text size="sm" c="dimmed" mt="sm">
              {t('transfers.incomplete')}
            </Text>
          )}
        </Card>
      </Stack>
    </Page>
  );
}

async function inUnits(found: EntryLine): Promise<AskedLine> {
  return newLine(found.product, await unitsOf(found));
}
