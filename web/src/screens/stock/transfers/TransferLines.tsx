import { Button, Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import type { OfInventory } from '~/api/schemas';
import { useFormat } from '~/i18n/useFormat';
import { DecimalInput } from '~/ui/form/DecimalInput';
import { isQuantity } from '~/ui/form/decimals';
import { ProductName } from '~/ui/Name';

import classes from '../receive/receive.module.css';
import type { Typed } from './transfer';

type Line = OfInventory['TransferOrderLineOut'];

interface Props {
  lines: readonly Line[];
  upTo: (line: Line) => string; // what can move now
  label: string;
  of: (quantity: string) => string;
  typed: Typed;
  onType: (typed: Typed) => void;
}

/** How much of each line moves now; one button takes all of it. */
export function TransferLines({ lines, upTo, label, of, typed, onType }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const moving = lines.filter((line) => isQuantity(upTo(line)));
  return (
    <>
      {moving.map((line) => (
        <div className={classes.row} key={line.id} role="group" aria-label={of(format.number(upTo(line)))}>
          <div className={classes.product}>
            <Text fw={600}>
              <ProductName id={line.product_id} />
            </Text>
            <Text size="sm" c="dimmed" className="figure">
              {of(format.number(upTo(line)))}
            </Text>
          </div>
          <DecimalInput
            w={130}
            label={label}
            value={typed[line.id] ?? ''}
            onChange={(quantity) => onType({ ...typed, [line.id]: quantity })}
          />
        </div>
      ))}
      <Group mt="sm">
        <Button
          variant="subtle"
          onClick={() => onType(Object.fromEntries(moving.map((line) => [line.id, upTo(line)])))}
        >
          {t('transfers.all')}
        </Button>
      </Group>
    </>
  );
}
