import { Badge, Group, Text } from '@mantine/core';
import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';

import type { OfInventory } from '~/api/schemas';
import { useFormat } from '~/i18n/useFormat';
import { DecimalInput } from '~/ui/form/DecimalInput';
import { ProductName } from '~/ui/Name';

import classes from '../receive/receive.module.css';

interface Props {
  line: OfInventory['CountLineOut'];
  isOpen: boolean;
  isShown: boolean; // what the books say
  seen: string;
  onSee: (typed: string) => void;
  onKeyDown: (event: KeyboardEvent<HTMLInputElement>) => void;
}

/** One place: what should lie there where it may be told, and what somebody saw. */
export function CountRow({ line, isOpen, isShown, seen, onSee, onKeyDown }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const isOff = line.difference !== null && !/^-?0*(\.0*)?$/.test(line.difference);
  return (
    <div className={classes.row} role="group" aria-label={`${line.location} ${line.sku}`}>
      <Text fw={700} w={110} className="figure">
        {line.location}
      </Text>
      <div className={classes.product}>
        <Text fw={600}>
          <ProductName id={line.product_id} />
        </Text>
        <Text size="sm" c="dimmed" className="figure">
          {line.sku}
          {line.lot ? ` · ${t('receive.lot')} ${line.lot}` : ''}
        </Text>
      </div>
      <Group gap="sm" align="center">
        {line.needs_recount ? <Badge color="orange">{t('counts.again')}</Badge> : null}
        {isShown && line.expected !== null ? (
          <Text size="sm" c="dimmed" className="figure">
            {t('counts.expected', { quantity: format.number(line.expected) })}
          </Text>
        ) : null}
        {line.counted !== null ? (
          <Text fw={600} className="figure">
            {t('counts.counted', { quantity: format.number(line.counted) })}
          </Text>
        ) : null}
        {isOff ? (
          <Badge color="red">
            {line.difference?.startsWith('-') ? '' : '+'}
            {format.number(line.difference)}
          </Badge>
        ) : null}
        {isOpen ? (
          <DecimalInput
            w={110}
            data-line={line.id}
            aria-label={t('counts.seenAt', { place: line.location, sku: line.sku })}
            placeholder={t('counts.seen')}
            value={seen}
            onChange={onSee}
            onKeyDown={onKeyDown}
          />
        ) : null}
      </Group>
    </div>
  );
}
