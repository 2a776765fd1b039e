import { Alert, Group, Table, Text } from '@mantine/core';
import { IconAlertTriangle, IconCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

import { hooks } from '~/api/client';
import type { OfReporting } from '~/api/schemas';
import { useFormat } from '~/i18n/useFormat';
import { Trouble } from '~/ui/Trouble';

const isNothing = (amount: string) => Number(amount) === 0;

/** Whether the margins are those of the ledger; where they are not, by how much and in which month. */
export function LedgerTie() {
  const { data, error, refetch } = hooks.useQuery('get', '/api/reporting/v1/margins/ledger');
  if (error) return <Trouble error={error} onRetry={() => void refetch()} />;
  return data ? <Tie tie={data} /> : null;
}

export function Tie({ tie }: { tie: OfReporting['LedgerTieOut'] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const newest = tie.months[0];
  if (!newest) return null;
  if (tie.is_equal) {
    return (
      <Group gap={6} wrap="nowrap" align="flex-start">
        <IconCheck size={16} color="var(--mantine-color-green-7)" aria-hidden style={{ flexShrink: 0, marginTop: 2 }} />
        <Text size="sm" c="dimmed">
          {t('ledgerTie.equal')}
          {isNothing(newest.waiting_cost)
            ? ''
            : ` ${t('ledgerTie.waiting', { amount: format.money(newest.waiting_cost) })}`}
        </Text>
      </Group>
    );
  }
  const differing = tie.months.filter((month) => !isNothing(month.revenue_difference));
  return (
    <Alert color="red" icon={<IconAlertTriangle size={18} />} title={t('ledgerTie.differs')}>
      {isNothing(tie.cost_difference) ? null : (
        <Text size="sm">{t('ledgerTie.cost', { amount: format.money(tie.cost_difference) })}</Text>
      )}
      {isNothing(tie.stock_difference) ? null : (
        <Text size="sm">{t('ledgerTie.stock', { amount: format.money(tie.stock_difference) })}</Text>
      )}
      {differing.length > 0 ? (
        <Table mt="xs" aria-label={t('ledgerTie.months')}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('ledgerTie.month')}</Table.Th>
              <Table.Th ta="right">{t('ledgerTie.ledgerRevenue')}</Table.Th>
              <Table.Th ta="right">{t('ledgerTie.cubeRevenue')}</Table.Th>
              <Table.Th ta="right">{t('ledgerTie.difference')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {differing.map((each) => (
              <Table.Tr key={each.month}>
                <Table.Td>{each.month.slice(0, 7)}</Table.Td>
                <Table.Td ta="right">{format.money(each.ledger_revenue)}</Table.Td>
                <Table.Td ta="right">{format.money(each.cube_revenue)}</Table.Td>
                <Table.Td ta="right">{format.money(each.revenue_difference)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      ) : null}
    </Alert>
  );
}
