import { Badge, Checkbox, Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { useFormat } from '~/i18n/useFormat';
import { useWord } from '~/i18n/useWord';
import { Card } from '~/ui/Card';
import { DecimalInput } from '~/ui/form/DecimalInput';
import { PartnerName, ProductName } from '~/ui/Name';

import receive from '../../stock/receive/receive.module.css';
import type { Group as SuggestedGroup, Suggestion, Typed } from './plan';
import { WhySuggested } from './WhySuggested';

interface Props {
  group: SuggestedGroup;
  chosen: ReadonlySet<string>;
  typed: Typed;
  onChoose: (ids: string[], isChosen: boolean) => void;
  onType: (id: string, quantity: string) => void;
}

/** What one supplier or site is to deliver. */
export function SuggestionGroup({ group, chosen, typed, onChoose, onType }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const ids = group.items.map(({ id }) => id);
  const count = ids.filter((id) => chosen.has(id)).length;
  const short = group.items.find((it) => it.supplier_short !== null)?.supplier_short;
  return (
    <Card>
      <Group justify="space-between" wrap="nowrap">
        <Checkbox
          label={<GroupName group={group} />}
          styles={{ label: { fontWeight: 650 } }}
          checked={count === ids.length}
          indeterminate={count > 0 && count < ids.length}
          onChange={(event) => onChoose(ids, event.currentTarget.checked)}
        />
        <Group gap="xs">
          {short ? <Badge color="orange">{t('replenishment.short', { quantity: format.number(short) })}</Badge> : null}
          <Badge color="gray">{ids.length}</Badge>
        </Group>
      </Group>
      {group.items.map((item) => (
        <Row
          key={item.id}
          item={item}
          isChosen={chosen.has(item.id)}
          quantity={typed[item.id] ?? item.quantity}
          onChoose={(isChosen) => onChoose([item.id], isChosen)}
          onType={(quantity) => onType(item.id, quantity)}
        />
      ))}
    </Card>
  );
}

function GroupName({ group }: { group: SuggestedGroup }) {
  const { t } = useTranslation();
  if (group.source) return t('replenishment.fromSite', { site: group.source });
  if (group.supplier) return <PartnerName id={group.supplier} />;
  return t('replenishment.bestSupplier');
}

interface RowProps {
  item: Suggestion;
  isChosen: boolean;
  quantity: string;
  onChoose: (isChosen: boolean) => void;
  onType: (quantity: string) => void;
}

function Row({ item, isChosen, quantity, onChoose, onType }: RowProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const word = useWord();
  return (
    <div className={receive.row} role="group" aria-label={item.sku}>
      <Checkbox
        aria-label={t('replenishment.choose', { sku: item.sku })}
        checked={isChosen}
        onChange={(event) => onChoose(event.currentTarget.checked)}
      />
      <div className={receive.product}>
        <Text fw={600}>
          <ProductName id={item.product_id} />
        </Text>
        <Text size="sm" c="dimmed" className="figure">
          {item.sku} · {item.warehouse} · {t('replenishment.neededOn', { date: format.date(item.needed_on) })}
        </Text>
      </div>
      <Group gap="sm">
        <Badge color={item.sales_order_id ? 'blue' : 'gray'}>{word('replenishmentMethod', item.method)}</Badge>
        <WhySuggested item={item} />
        <DecimalInput
          w={110}
          aria-label={t('replenishment.quantityOf', { sku: item.sku })}
          value={quantity}
          onChange={onType}
        />
      </Group>
    </div>
  );
}
