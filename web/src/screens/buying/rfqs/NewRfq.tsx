import { Button, Pill, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import { IconPlus, IconSend } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation, useNavigate } from 'react-router';

import { api } from '~/api/client';
import { usePartner } from '~/api/names';
import type { OfPurchasing } from '~/api/schemas';
import { CodeField } from '~/screens/sales/entry/CodeField';
import classes from '~/screens/sales/entry/entry.module.css';
import { Card } from '~/ui/Card';
import { faultOf } from '~/ui/form/faults';
import { WarehousePicker } from '~/ui/form/WarehousePicker';
import { PartnerName } from '~/ui/Name';
import { Page } from '~/ui/Page';
import { PartnerPicker } from '~/ui/pickers/PartnerPicker';
import { Trouble } from '~/ui/Trouble';

import { AskedRow } from './AskedRow';
import { inDays, newLine, rfqOf, type Asked, type AskedLine } from './rfq';

type Need = OfPurchasing['RequestLineOut'];

/** The same question to several suppliers. */
export default function NewRfq() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const { state } = useLocation() as { state: { lines?: Need[] } | null };
  const [asked, setAsked] = useState<Asked>(() => startOf(state?.lines ?? []));
  const set = (part: Partial<Asked>) => setAsked((before) => ({ ...before, ...part }));
  const add = (lines: AskedLine[]) => setAsked((before) => ({ ...before, lines: [...before.lines, ...lines] }));
  const edit = (key: string, part: Partial<AskedLine>) =>
    set({ lines: asked.lines.map((line) => (line.key === key ? { ...line, ...part } : line)) });
  const body = rfqOf(asked);
  const open = useMutation({
    mutationFn: async () => (body ? (await api.POST('/api/purchasing/v1/rfqs', { body })).data : undefined),
    onSuccess: async (made) => {
      await queries.invalidateQueries();
      if (made) await navigate(`/rfqs/${made.id}`, { state: { links: made.invitations } });
    },
  });
  return (
    <Page
      title={t('screens.newRfq')}
      note={t('rfqs.hint')}
      actions={
        <Button
          size="sm"
          leftSection={<IconSend size={16} />}
          disabled={!body}
          loading={open.isPending}
          onClick={() => open.mutate()}
        >
          {t('rfqs.open')}
        </Button>
      }
    >
      <Stack gap="md">
        {open.error ? <Trouble error={open.error} /> : null}
        <Card title={t('rfqs.head')}>
          <SimpleGrid cols={{ base: 1, sm: 2 }}>
            <WarehousePicker
              value={asked.warehouse}
              error={faultOf(open.error, 'warehouse')}
              onChange={(warehouse) => set({ warehouse })}
            />
            <TextInput
              type="date"
              label={t('rfqs.respondBy')}
              value={asked.respondBy}
              error={faultOf(open.error, 'respond_by')}
              onChange={(event) => set({ respondBy: event.currentTarget.value })}
            />
            <TextInput
              label={t('rfqs.note')}
              value={asked.note}
              error={faultOf(open.error, 'note')}
              onChange={(event) => set({ note: event.currentTarget.value })}
            />
            <PartnerPicker
              side="supplier"
              label={t('rfqs.addSupplier')}
              value=""
              onChange={(id) =>
                id && !asked.suppliers.includes(id) ? set({ suppliers: [...asked.suppliers, id] }) : null
              }
            />
          </SimpleGrid>
          <Pill.Group mt="sm">
            {asked.suppliers.map((id) => (
              <Pill
                key={id}
                size="md"
                withRemoveButton
                removeButtonProps={{ 'aria-label': t('common.remove'), 'aria-hidden': false, tabIndex: 0 }}
                onRemove={() => set({ suppliers: asked.suppliers.filter((it) => it !== id) })}
              >
                <PartnerName id={id} />
              </Pill>
            ))}
          </Pill.Group>
          {asked.suppliers.map((id) => (
            <WithoutAddress key={id} supplier={id} />
          ))}
        </Card>
        <Card title={t('orders.lines')}>
          <CodeField
            customer=""
            hint={t('transfers.codeHint')}
            onAdd={(found) =>
              add(
                found.map((it) =>
                  newLine({ product: it.product, packaging: it.packaging || 'EACH', quantity: it.quantity }),
                ),
              )
            }
          />
          <ol className={classes.rows}>
            {asked.lines.map((line, position) => (
              <AskedRow
                key={line.key}
                line={line}
                position={position}
                error={open.error}
                onEdit={(part) => edit(line.key, part)}
                onRemove={() => set({ lines: asked.lines.filter((it) => it.key !== line.key) })}
              />
            ))}
          </ol>
          <Button mt="sm" variant="default" leftSection={<IconPlus size={15} />} onClick={() => add([newLine()])}>
            {t('prices.addLine')}
          </Button>
          {body ? null : (
            <Text size="sm" c="dimmed" mt="sm">
              {t('rfqs.incomplete')}
            </Text>
          )}
        </Card>
      </Stack>
    </Page>
  );
}

/** Said before anybody is asked: no letter reaches him. */
function WithoutAddress({ supplier }: { supplier: string }) {
  const { t } = useTranslation();
  const partner = usePartner(supplier);
  if (!partner || partner.email) return null;
  return (
    <Text size="sm" mt={4}>
      {t('invitation.noAddressOf', { name: partner.name })}
    </Text>
  );
}

/** Needs that were chosen before, if any. */
function startOf(needs: readonly Need[]): Asked {
  return {
    warehouse: needs[0]?.warehouse ?? '',
    respondBy: inDays(7),
    note: '',
    suppliers: [],
    lines: needs.map((need) =>
      newLine({
        product: need.product_id ?? '',
        quantity: need.quantity,
        neededOn: need.needed_on ?? '',
        requestLine: need.id,
      }),
    ),
  };
}
