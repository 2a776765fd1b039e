import { Alert, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { IconTruckDelivery } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';

import { api, hooks } from '~/api/client';
import { Refused } from '~/api/problem';
import type { OfInventory } from '~/api/schemas';
import { useMay } from '~/auth/usePerson';
import { Card } from '~/ui/Card';
import { Empty } from '~/ui/Empty';
import { PartnerName } from '~/ui/Name';
import { Page, PageSkeleton, PageTrouble } from '~/ui/Page';
import { useDocumentName } from '~/ui/shell/Breadcrumbs';
import { useAct } from '~/ui/useAct';

import { CountedLine } from './CountedLine';
import { deliveryOf, faultsByRow, impossible, type Counted } from './received';

type Expected = OfInventory['ExpectedOut'];

const MOST = 200; // lines of an order

/** Goods in: what came of an order, what of it is damaged; what did not come stays expected. */
export default function Receive() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const query = hooks.useQuery('get', '/api/inventory/v1/expected-receipts', {
    params: { query: { purchase_order_id: id, limit: MOST } },
  });
  const { data, error } = query;
  useDocumentName(data?.items[0]?.purchase_order_number);
  if (error) return <PageTrouble title={t('screens.receive')} error={error} onRetry={() => void query.refetch()} />;
  if (!data) return <PageSkeleton />;
  const [first] = data.items;
  if (!first)
    return (
      <Page title={t('screens.receive')}>
        <Empty icon={IconTruckDelivery} title={t('receiving.allCame')} hint={t('receiving.allCameHint')} />
      </Page>
    );
  return (
    <Page
      title={`${t('screens.receive')} ${first.purchase_order_number}`}
      note={
        <>
          <PartnerName id={first.supplier_id} /> · {first.warehouse}
        </>
      }
    >
      <Delivery key={id} lines={data.items} />
    </Page>
  );
}

function Delivery({ lines }: { lines: readonly Expected[] }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const may = useMay();
  const [reference, setReference] = useState('');
  const [counted, setCounted] = useState<Record<string, Counted>>(() =>
    Object.fromEntries(lines.map((it) => [it.id, { received: it.outstanding, damaged: '', lot: '', expires: '' }])),
  );
  const asked = deliveryOf(lines, counted);
  const tooDamaged = impossible(counted);
  const receive = useAct({
    act: () =>
      api.POST('/api/inventory/v1/deliveries', {
        body: { lines: asked.lines, supplier_reference: reference, close_rest: [] },
      }),
    done: () => t('receiving.done'),
  });
  const { error } = receive;
  const faults = error instanceof Refused ? faultsByRow(error.byField, asked.rows) : {};
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        receive.mutate(undefined, { onSuccess: () => void navigate('/receipts') });
      }}
    >
      <Stack gap="md">
        <Card title={t('orders.lines')}>
          <Stack gap="xs">
            {lines.map((line) => (
              <CountedLine
                key={line.id}
                line={line}
                value={counted[line.id] ?? { received: '', damaged: '', lot: '', expires: '' }}
                fault={tooDamaged.includes(line.id) ? t('receiving.tooDamaged') : faults[line.id]}
                onChange={(value) => setCounted({ ...counted, [line.id]: value })}
              />
            ))}
          </Stack>
        </Card>
        <Card title={t('receiving.papers')}>
          <Group align="flex-end" justify="space-between" gap="md">
            <TextInput
              w={280}
              label={t('receiving.reference')}
              maxLength={100}
              value={reference}
              onChange={(event) => setReference(event.currentTarget.value)}
            />
            <Button
              type="submit"
              size="sm"
              leftSection={<IconTruckDelivery size={16} />}
              loading={receive.isPending}
              disabled={asked.lines.length === 0 || tooDamaged.length > 0 || !may('inventory.receipts.write')}
            >
              {t('receiving.receive')}
            </Button>
          </Group>
          <Text size="sm" c="dimmed" mt="xs">
            {t('receiving.hint')}
          </Text>
          {error ? (
            <Alert color="red" mt="sm" role="alert">
              {error.message}
            </Alert>
          ) : null}
        </Card>
      </Stack>
    </form>
  );
}
