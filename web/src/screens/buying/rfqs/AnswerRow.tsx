import { Group, Text, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import receive from '~/screens/stock/receive/receive.module.css';
import { DecimalInput } from '~/ui/form/DecimalInput';

import type { Answer } from './rfq';

export interface RowProps {
  name: ReactNode;
  sku: string;
  asked: string; // how much, in which packaging
  answer: Answer | undefined;
  fault: (field: string) => string | undefined;
  isLocked?: boolean;
  onEdit: (answer: Answer) => void;
}

/** What a supplier answers to one line: price, how many, from how many on, and when. */
export function AnswerRow({ name, sku, asked, answer, fault, isLocked = false, onEdit }: RowProps) {
  const { t } = useTranslation();
  if (!answer) return null;
  return (
    <div className={receive.row} role="group" aria-label={sku}>
      <div className={receive.product}>
        <Text fw={600}>{name}</Text>
        <Text size="sm" c="dimmed" className="figure">
          {sku} · {asked}
        </Text>
      </div>
      <Group gap="xs" align="flex-start">
        <DecimalInput
          w={110}
          label={t('purchase.price')}
          value={answer.price}
          error={fault('unit_price')}
          disabled={isLocked}
          onChange={(price) => onEdit({ ...answer, price })}
        />
        <DecimalInput
          w={100}
          label={t('common.quantity')}
          value={answer.quantity}
          error={fault('quantity')}
          disabled={isLocked}
          onChange={(quantity) => onEdit({ ...answer, quantity })}
        />
        <DecimalInput
          w={100}
          label={t('invitation.minimum')}
          value={answer.minimum}
          error={fault('minimum')}
          disabled={isLocked}
          onChange={(minimum) => onEdit({ ...answer, minimum })}
        />
        <TextInput
          w={90}
          inputMode="numeric"
          label={t('rfqs.days')}
          value={answer.leadTime}
          error={fault('lead_time_days')}
          disabled={isLocked}
          onChange={(event) => onEdit({ ...answer, leadTime: event.currentTarget.value })}
        />
      </Group>
    </div>
  );
}
