import { Anchor, Group } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import type { OfAccounting } from '~/api/schemas';
import { useFormat } from '~/i18n/useFormat';
import { Card } from '~/ui/Card';
import { StatusBadge } from '~/ui/StatusBadge';

/** The bills entered one after the other, the last one first. */
export function JustEntered({ bills }: { bills: readonly OfAccounting['SupplierBillOut'][] }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Card title={t('billEntry.justEntered', { count: bills.length })}>
      {bills.map((bill) => (
        <Group key={bill.id} justify="space-between" gap="xs" wrap="nowrap" py={4}>
          <Anchor component={Link} to={`/bills/${bill.id}`} size="sm" underline="always">
            {bill.number ?? bill.supplier_number}
          </Anchor>
          <span className="figure">{format.money(bill.net_amount, bill.currency)}</span>
          <StatusBadge list="billStatus" value={bill.status} />
        </Group>
      ))}
    </Card>
  );
}
