import { Badge, Button, Group, Select, Text } from '@mantine/core';
import { IconReceiptRefund } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';

import { api, hooks } from '~/api/client';
import { usePersonName } from '~/api/people';
import type { OfInventory } from '~/api/schemas';
import { useMay } from '~/auth/usePerson';
import { useFormat } from '~/i18n/useFormat';
import { useWord } from '~/i18n/useWord';
import { Card } from '~/ui/Card';
import { sumOf } from '~/ui/decimals';
import { Facts } from '~/ui/Facts';
import { DecimalInput } from '~/ui/form/DecimalInput';
import { decimalOf, isQuantity } from '~/ui/form/decimals';
import { PartnerName, ProductName } from '~/ui/Name';
import { Columns, Page, PageSkeleton, PageTrouble } from '~/ui/Page';
import { useDocumentName } from '~/ui/shell/Breadcrumbs';
import { Trouble } from '~/ui/Trouble';
import { useAct } from '~/ui/useAct';

import receive from '../receive/receive.module.css';

type Return = OfInventory['ReturnOut'];
type Line = OfInventory['ReturnLineOut'];
type Kind = OfInventory['DispositionKind'];

const DISPOSITIONS: readonly Kind[] = ['restock', 'damage', 'scrap', 'to-supplier'];

/** A return: what came or went back, and, of a customer's goods, what becomes of them. */
export default function GoodsReturn() {
  const { t } = useTranslation();
  const format = useFormat();
  const word = useWord();
  const may = useMay();
  const { id = '' } = useParams();
  const query = hooks.useQuery('get', '/api/inventory/v1/returns/{return_id}', { params: { path: { return_id: id } } });
  const { data: returned, error } = query;
  const by = usePersonName(returned?.posted_by ?? '');
  useDocumentName(returned?.number);
  if (error) return <PageTrouble title={t('screens.goodsReturn')} error={error} onRetry={() => void query.refetch()} />;
  if (!returned) return <PageSkeleton />;
  return (
    <Page
      title={returned.number}
      badges={<Badge color="gray">{word('returnKind', returned.kind)}</Badge>}
      note={<PartnerName id={returned.partner_id} />}
      actions={
        returned.kind === 'supplier' && may('accounting.bills.write') ? (
          <Button
            component={Link}
            to={`/bills/credit?supplier=${returned.partner_id}`}
            size="sm"
            variant="default"
            leftSection={<IconReceiptRefund size={16} />}
          >
            {t('supplierCredit.expected')}
          </Button>
        ) : null
      }
    >
      <Columns
        main={
          <Card title={t('orders.lines')}>
            {returned.lines.map((line) => (
              <ReturnedLine key={`${line.id} ${line.disposed}`} returned={returned} line={line} />
            ))}
          </Card>
        }
        aside={
          <Card title={t('common.details')}>
            <Facts
              rows={[
                [t('common.date'), format.time(returned.occurred_at)],
                [t('common.site'), returned.warehouse],
                [t('payments.reference'), returned.reference],
                [t('receipts.postedBy'), by],
              ]}
            />
          </Card>
        }
      />
    </Page>
  );
}

function ReturnedLine({ returned, line }: { returned: Return; line: Line }) {
  const { t } = useTranslation();
  const format = useFormat();
  const word = useWord();
  const may = useMay();
  const open = sumOf([line.quantity, `-${line.disposed}`]);
  const [quantity, setQuantity] = useState(open);
  const [kind, setKind] = useState<Kind>('restock');
  const dispose = useAct({
    act: () =>
      api.POST('/api/inventory/v1/customer-returns/{return_id}/dispose', {
        params: { path: { return_id: returned.id } },
        body: {
          dispositions: [{ line_id: line.id, disposition: kind, quantity: decimalOf(quantity) ?? '', reason: '' }],
        },
      }),
    done: () => t('goodsReturns.disposed'),
  });
  const isOpen = returned.kind === 'customer' && isQuantity(open) && may('inventory.inspections.write');
  return (
    <div className={receive.row}>
      <div className={receive.product}>
        <Text fw={600}>
          <ProductName id={line.product_id} />
        </Text>
        <Text size="sm" c="dimmed" className="figure">
          {format.number(line.quantity)}
          {line.reason ? ` · ${line.reason}` : ''}
          {returned.kind === 'customer' ? ` · ${t('goodsReturns.open', { quantity: format.number(open) })}` : ''}
        </Text>
        {dispose.error ? <Trouble error={dispose.error} /> : null}
      </div>
      {isOpen ? (
        <Group gap="xs" align="flex-end">
          <DecimalInput w={100} label={t('common.quantity')} value={quantity} onChange={setQuantity} />
          <Select
            w={200}
            label={t('goodsReturns.becomes')}
            allowDeselect={false}
            data={DISPOSITIONS.map((value) => ({ value, label: word('disposition', value) }))}
            value={kind}
            onChange={(value) => setKind(DISPOSITIONS.find((it) => it === value) ?? kind)}
          />
          <Button disabled={!isQuantity(quantity)} loading={dispose.isPending} onClick={() => dispose.mutate()}>
            {t('common.confirm')}
          </Button>
        </Group>
      ) : null}
    </div>
  );
}
