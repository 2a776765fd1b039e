import { ActionIcon, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import receive from '~/screens/stock/receive/receive.module.css';
import { DecimalInput } from '~/ui/form/DecimalInput';

import { newBreak, type Answer, type Break } from './rfq';

export interface RowProps {
  name: ReactNode;
  sku: string;
  asked: string; // how much, in which packaging
  answer: Answer | undefined;
  fault: (field: string) => string | undefined;
  isLocked?: boolean;
  onEdit: (answer: Answer) => void;
}

/** What a supplier answers to one line: price, how many, from how many on, when, and what one costs from more on. */
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
        <DecimalInput
          w={90}
          label={t('invitation.multiple')}
          value={answer.multiple}
          error={fault('multiple')}
          disabled={isLocked}
          onChange={(multiple) => onEdit({ ...answer, multiple })}
        />
        <TextInput
          w={150}
          type="date"
          label={t('invitation.lineUntil')}
          value={answer.validUntil}
          error={fault('valid_until')}
          disabled={isLocked}
          onChange={(event) => onEdit({ ...answer, validUntil: event.currentTarget.value })}
        />
      </Group>
      <Stack gap={4} mt={6}>
        {answer.breaks.length > 0 ? (
          <Group gap="xs" aria-hidden>
            <Text size="xs" fw={600} w={110}>
              {t('invitation.from')}
            </Text>
            <Text size="xs" fw={600} w={110}>
              {t('purchase.price')}
            </Text>
          </Group>
        ) : null}
        {answer.breaks.map((each, place) => (
          <Group key={each.key} gap="xs" align="flex-start">
            <DecimalInput
              w={110}
              aria-label={t('invitation.breakFrom', { sku, number: place + 2 })}
              placeholder={t('invitation.from')}
              value={each.from}
              error={fault(`breaks.${place}.from_quantity`) && t('invitation.breakOrder')}
              disabled={isLocked}
              onChange={(from) => onEdit({ ...answer, breaks: edited(answer.breaks, { ...each, from }) })}
            />
            <DecimalInput
              w={110}
              aria-label={t('invitation.breakPrice', { sku, number: place + 2 })}
              placeholder={t('purchase.price')}
              value={each.price}
              error={fault(`breaks.${place}.unit_price`)}
              disabled={isLocked}
              onChange={(price) => onEdit({ ...answer, breaks: edited(answer.breaks, { ...each, price }) })}
            />
            {isLocked ? null : (
              <ActionIcon
                variant="subtle"
                color="gray"
                size="lg"
                aria-label={t('invitation.removeBreak', { sku, number: place + 2 })}
                onClick={() => onEdit({ ...answer, breaks: answer.breaks.filter(({ key }) => key !== each.key) })}
              >
                <IconTrash size={16} />
              </ActionIcon>
            )}
          </Group>
        ))}
        {isLocked ? null : (
          <Group>
            <Button
              size="compact-sm"
              variant="subtle"
              leftSection={<IconPlus size={14} />}
              aria-label={t('invitation.addBreakTo', { sku })}
              onClick={() => onEdit({ ...answer, breaks: [...answer.breaks, newBreak()] })}
            >
              {t('invitation.addBreak')}
            </Button>
          </Group>
        )}
      </Stack>
    </div>
  );
}

function edited(breaks: readonly Break[], changed: Break): Break[] {
  return breaks.map((each) => (each.key === changed.key ? changed : each));
}
