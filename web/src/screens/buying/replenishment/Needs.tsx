import { Button, Checkbox, Group, Stack, Text } from '@mantine/core';
import { IconShoppingCart } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { hooks } from '~/api/client';
import { usePersonName } from '~/api/people';
import type { OfPurchasing } from '~/api/schemas';
import { useMay } from '~/auth/usePerson';
import { useFormat } from '~/i18n/useFormat';
import { Card } from '~/ui/Card';
import { Empty } from '~/ui/Empty';
import { PartnerName, ProductName } from '~/ui/Name';
import { Trouble } from '~/ui/Trouble';

import receive from '../../stock/receive/receive.module.css';
import { OrdersMade } from './OrdersMade';
import { ordersOf } from './useOrdering';

type Line = OfPurchasing['RequestLineOut'];

const AT_ONCE = 200;

/** What was accepted or asked for by somebody, and is not ordered yet. */
export function Needs() {
  const { t } = useTranslation();
  const may = useMay();
  const queries = useQueryClient();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const query = hooks.useQuery('get', '/api/purchasing/v1/request-lines', {
    params: { query: { status: 'open', limit: AT_ONCE } },
  });
  const lines = query.data?.items ?? [];
  const picked = lines.filter(({ id }) => chosen.has(id)).map(({ id }) => id);
  const order = useMutation({ mutationFn: ordersOf, onSuccess: () => queries.invalidateQueries() });
  if (query.error) return <Trouble error={query.error} onRetry={() => void query.refetch()} />;
  return (
    <Stack gap="md">
      {order.error ? <Trouble error={order.error} /> : null}
      {order.data ? <OrdersMade orders={order.data} /> : null}
      {query.isSuccess && lines.length === 0 ? (
        <Empty title={t('replenishment.noNeeds')} hint={t('replenishment.noNeedsHint')} />
      ) : null}
      {lines.length > 0 ? (
        <Card>
          <Group justify="space-between">
            <Checkbox
              label={t('replenishment.chosen', { count: picked.length, all: lines.length })}
              checked={picked.length === lines.length}
              indeterminate={picked.length > 0 && picked.length < lines.length}
              onChange={(event) => setChosen(new Set(event.currentTarget.checked ? lines.map(({ id }) => id) : []))}
            />
            {may('purchasing.orders.write') ? (
              <Group gap="xs">
                {may('purchasing.rfqs.write') ? (
                  <Button
                    component={Link}
                    to="/rfqs/new"
                    state={{ lines: lines.filter(({ id }) => chosen.has(id)) }}
                    size="sm"
                    variant="default"
                    disabled={picked.length === 0}
                  >
                    {t('replenishment.askQuotes')}
                  </Button>
                ) : null}
                <Button
                  size="sm"
                  leftSection={<IconShoppingCart size={16} />}
                  disabled={picked.length === 0}
                  loading={order.isPending}
                  onClick={() => order.mutate(picked)}
                >
                  {t('replenishment.order', { count: picked.length })}
                </Button>
              </Group>
            ) : null}
          </Group>
          {lines.map((line) => (
            <NeedRow
              key={line.id}
              line={line}
              isChosen={chosen.has(line.id)}
              onChoose={(isChosen) =>
                setChosen(
                  (before) => new Set(isChosen ? [...before, line.id] : [...before].filter((id) => id !== line.id)),
                )
              }
            />
          ))}
        </Card>
      ) : null}
    </Stack>
  );
}

function NeedRow({ line, isChosen, onChoose }: { line: Line; isChosen: boolean; onChoose: (is: boolean) => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const by = usePersonName(line.requested_by);
  return (
    <div className={receive.row} role="group" aria-label={line.sku ?? line.description}>
      <Checkbox
        aria-label={t('replenishment.choose', { sku: line.sku ?? line.description })}
        checked={isChosen}
        onChange={(event) => onChoose(event.currentTarget.checked)}
      />
      <div className={receive.product}>
        <Text fw={600}>{line.product_id ? <ProductName id={line.product_id} /> : line.description}</Text>
        <Text size="sm" c="dimmed" className="figure">
          {[line.sku, line.warehouse, line.request_number, by].filter(Boolean).join(' · ')}
          {line.sales_order_number ? ` · ${line.sales_order_number}` : ''}
        </Text>
      </div>
      <Group gap="sm">
        {line.supplier_id ? (
          <Text size="sm">
            <PartnerName id={line.supplier_id} />
          </Text>
        ) : null}
        {line.needed_on ? (
          <Text size="sm" c="dimmed">
            {t('replenishment.neededOn', { date: format.date(line.needed_on) })}
          </Text>
        ) : null}
        <Text fw={600} className="figure">
          {format.number(line.quantity)}
        </Text>
      </Group>
    </div>
  );
}
