import { Badge, Button, Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { api } from '~/api/client';
import type { OfInventory } from '~/api/schemas';
import { useMay } from '~/auth/usePerson';
import { useFormat } from '~/i18n/useFormat';
import { Card } from '~/ui/Card';
import { LabelMenu } from '~/ui/LabelMenu';
import { ProductName } from '~/ui/Name';
import { StatusBadge } from '~/ui/StatusBadge';
import { useAct } from '~/ui/useAct';

import classes from '../receive/receive.module.css';

type Package = OfInventory['PackageOut'];

/** The packages of an order, those that were unpacked left out. */
export function Packages({ packages }: { packages: readonly Package[] }) {
  const { t } = useTranslation();
  const shown = packages.filter(({ state }) => state !== 'cancelled');
  if (shown.length === 0) return null;
  return (
    <Card title={t('shipping.packages')} side={<Badge color="gray">{shown.length}</Badge>}>
      {shown.map((each) => (
        <PackageRow key={each.id} each={each} />
      ))}
    </Card>
  );
}

export function PackageRow({ each }: { each: Package }) {
  const { t } = useTranslation();
  const format = useFormat();
  const mayPack = useMay()('inventory.picks.write');
  const params = { path: { package_id: each.id } };
  const unpack = useAct({ act: () => api.POST('/api/inventory/v1/packages/{package_id}/cancel', { params }) });
  const close = useAct({
    act: () => api.POST('/api/inventory/v1/packages/{package_id}/close', { params, body: {} }),
  });
  return (
    <div className={classes.row} role="group" aria-label={each.sscc}>
      <div className={classes.product}>
        <Group gap="xs">
          <Text fw={600} className="figure">
            {each.sscc}
          </Text>
          <StatusBadge list="packageState" value={each.state} />
          {each.weight_kg ? (
            <Text size="sm" c="dimmed">
              {format.number(each.weight_kg)} kg
            </Text>
          ) : null}
        </Group>
        {each.lines.map((line) => (
          <Text size="sm" key={`${line.sales_order_line_id} ${line.lot ?? ''}`}>
            {format.number(line.quantity)} × <ProductName id={line.product_id} />
            {line.lot ? ` · ${t('receive.lot')} ${line.lot}` : ''}
          </Text>
        ))}
      </div>
      <LabelMenu
        name={each.sscc}
        load={(format, language) =>
          api.GET('/api/inventory/v1/packages/{package_id}/label', {
            params: { ...params, query: { format, language } },
            parseAs: 'blob',
          })
        }
      />
      {mayPack && each.state === 'open' ? (
        <Button variant="default" loading={close.isPending} onClick={() => close.mutate()}>
          {t('shipping.closePackage')}
        </Button>
      ) : null}
      {mayPack && (each.state === 'open' || each.state === 'closed') ? (
        <Button variant="subtle" loading={unpack.isPending} onClick={() => unpack.mutate()}>
          {t('shipping.unpack')}
        </Button>
      ) : null}
    </div>
  );
}
