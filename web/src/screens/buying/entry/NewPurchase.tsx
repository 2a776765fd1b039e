import { Button, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import { IconCheck, IconDeviceFloppy, IconPlus } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';

import { api } from '~/api/client';
import { usePartner } from '~/api/names';
import type { OfPurchasing } from '~/api/schemas';
import { useMay } from '~/auth/usePerson';
import type { EntryLine } from '~/screens/sales/entry/basket';
import { CodeField } from '~/screens/sales/entry/CodeField';
import { Card } from '~/ui/Card';
import { faultOf } from '~/ui/form/faults';
import { WarehousePicker } from '~/ui/form/WarehousePicker';
import { Page } from '~/ui/Page';
import { PartnerPicker } from '~/ui/pickers/PartnerPicker';
import { Trouble } from '~/ui/Trouble';
import { useAct } from '~/ui/useAct';

import classes from '../../sales/entry/entry.module.css';
import { BuyRow } from './BuyRow';
import { EMPTY, newLine, offerOf, ofOneCurrency, purchaseOf, type BuyLine, type Purchase } from './purchase';
import { unitsOf } from './unitsOf';
import { useOffers } from './useOffers';

/** An order to a supplier, at his prices, from its first line to its submission. */
export default function NewPurchase() {
  const { t } = useTranslation();
  const may = useMay();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [purchase, setPurchase] = useState<Purchase>(EMPTY);
  const supplier = usePartner(purchase.supplier);
  const offers = useOffers(purchase.lines);
  const today = new Date().toISOString().slice(0, 10);
  const own = ofOneCurrency(purchase.lines.map((line) => offerOf(offers.ofLine(line), purchase.supplier)));
  const order = offers.isPending ? null : purchaseOf(purchase, own, supplier?.currency ?? 'EUR', today);
  const set = (part: Partial<Purchase>) => setPurchase((before) => ({ ...before, ...part }));
  const add = (lines: BuyLine[]) => setPurchase((before) => ({ ...before, lines: [...before.lines, ...lines] }));
  const edit = (key: string, part: Partial<BuyLine>) =>
    setPurchase((before) => ({
      ...before,
      lines: before.lines.map((line) => (line.key === key ? { ...line, ...part } : line)),
    }));
  const submit = useAct<{ id: string; number: string }>({
    act: ({ id }) =>
      api.POST('/api/purchasing/v1/purchase-orders/{order_id}/submit', {
        params: { path: { order_id: id } },
        body: {},
      }),
    done: ({ number }) => t('purchase.submitted', { number }),
  });
  const write = useMutation<OfPurchasing['OrderOut'] | undefined, Error, boolean>({
    mutationFn: async () =>
      order ? (await api.POST('/api/purchasing/v1/purchase-orders', { body: order })).data : undefined,
    onSuccess: async (made, isSubmitted) => {
      await queries.invalidateQueries();
      if (!made) return;
      if (isSubmitted) submit.mutate(made); // refused, it is a draft all the same: its page says what the rules want
      await navigate(`/purchase-orders/${made.id}`);
    },
  });
  const refused = write.error ?? offers.error;
  return (
    <Page
      title={t('screens.newPurchase')}
      note={t('purchase.hint')}
      actions={
        <>
          <Button
            size="sm"
            variant="default"
            leftSection={<IconDeviceFloppy size={16} />}
            disabled={!order}
            loading={write.isPending && !write.variables}
            onClick={() => write.mutate(false)}
          >
            {t('entry.draft')}
          </Button>
          {may('purchasing.orders.submit') ? (
            <Button
              size="sm"
              leftSection={<IconCheck size={16} />}
              disabled={!order}
              loading={write.isPending && write.variables}
              onClick={() => write.mutate(true)}
            >
              {t('purchase.submit')}
            </Button>
          ) : null}
        </>
      }
    >
      <Stack gap="md">
        {refused ? <Trouble error={refused} /> : null}
        <Card title={t('entry.head')}>
          <SimpleGrid cols={{ base: 1, sm: 2 }}>
            <PartnerPicker
              side="supplier"
              label={t('common.supplier')}
              value={purchase.supplier}
              onChange={(id) => set({ supplier: id })}
            />
            <WarehousePicker
              value={purchase.warehouse}
              error={faultOf(refused, 'warehouse')}
              onChange={(warehouse) => set({ warehouse })}
            />
            <TextInput
              label={t('buying.reference')}
              value={purchase.reference}
              error={faultOf(refused, 'supplier_reference')}
              onChange={(event) => set({ reference: event.currentTarget.value })}
            />
            <TextInput
              label={t('purchase.department')}
              value={purchase.department}
              error={faultOf(refused, 'department')}
              onChange={(event) => set({ department: event.currentTarget.value })}
            />
          </SimpleGrid>
        </Card>
        <Card title={t('orders.lines')}>
          <CodeField
            customer={purchase.supplier}
            hint={t('purchase.codeHint')}
            onAdd={(found) => void Promise.all(found.map(inUnits)).then(add)}
          />
          <ol className={classes.rows}>
            {purchase.lines.map((line, position) => (
              <BuyRow
                key={line.key}
                line={line}
                position={position}
                offers={offers.ofLine(line)}
                own={own[position] ?? null}
                isPriced={purchase.supplier !== '' && !offers.isPending}
                today={today}
                error={refused}
                onEdit={(part) => edit(line.key, part)}
                onRemove={() => set({ lines: purchase.lines.filter((it) => it.key !== line.key) })}
              />
            ))}
          </ol>
          <Button mt="sm" variant="default" leftSection={<IconPlus size={15} />} onClick={() => add([newLine('')])}>
            {t('prices.addLine')}
          </Button>
          {order ? null : (
            <Text size="sm" c="dimmed" mt="sm">
              {t('purchase.incomplete')}
            </Text>
          )}
        </Card>
      </Stack>
    </Page>
  );
}

async function inUnits(found: EntryLine): Promise<BuyLine> {
  return newLine(found.product, await unitsOf(found), found.price);
}
