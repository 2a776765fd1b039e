import { Button } from '@mantine/core';
import { IconFileInvoice } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { hooks } from '~/api/client';
import { useMay } from '~/auth/usePerson';

interface Props {
  supplier: string;
  of: { receipt: string } | { order: string };
}

/** To the bill of what came by a receipt or of an order, while something of it is not billed. */
export function BillButton({ supplier, of }: Props) {
  const { t } = useTranslation();
  const may = useMay();
  const [[name, id] = ['', '']] = Object.entries(of);
  const filter = name === 'receipt' ? { receipt_id: id } : { purchase_order_id: id };
  const { data } = hooks.useQuery(
    'get',
    '/api/accounting/v1/gr-ir/lines',
    { params: { query: { supplier_id: supplier, ...filter, to_bill_only: true, limit: 1 } } },
    { enabled: may('accounting.bills.write') },
  );
  if (!data || data.items.length === 0) return null;
  return (
    <Button
      component={Link}
      to={`/bills/new?supplier=${supplier}&${name}=${id}`}
      size="sm"
      variant="default"
      leftSection={<IconFileInvoice size={16} />}
    >
      {t('bills.billIt')}
    </Button>
  );
}
