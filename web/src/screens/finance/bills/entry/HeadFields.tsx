import { Anchor, SimpleGrid, Text, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { usePartner } from '~/api/names';
import { useFormat } from '~/i18n/useFormat';
import { Card } from '~/ui/Card';
import { faultOf } from '~/ui/form/faults';
import { PartnerPicker } from '~/ui/pickers/PartnerPicker';

import type { Draft } from './draft';
import { useRate } from './useRate';
import { useTwin } from './useTwin';

interface Props {
  draft: Draft;
  own: string; // the bill that is corrected: its supplier and number stay
  dueOn: string | undefined; // by the supplier's terms
  currency: string;
  error: unknown;
  onEdit: (part: Partial<Draft>) => void;
}

/** Whose bill it is, its number, which he has once, and its days. */
export function HeadFields({ draft, own, dueOn, currency, error, onEdit }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const supplier = usePartner(draft.supplier);
  const twin = useTwin(draft.supplier, draft.number, own);
  const rate = useRate(currency, draft.billedOn);
  const taken = twin ? (
    <>
      {t('billEntry.numberTaken', { date: format.date(twin.billed_on) })}{' '}
      <Anchor component={Link} to={`/bills/${twin.id}`} inherit underline="always">
        {twin.number ?? twin.supplier_number}
      </Anchor>
    </>
  ) : null;
  return (
    <Card title={t('billEntry.bill')}>
      <SimpleGrid cols={{ base: 1, xs: 2, lg: 4 }}>
        {own ? (
          <TextInput label={t('common.supplier')} value={supplier?.name ?? ''} readOnly />
        ) : (
          <PartnerPicker
            side="supplier"
            label={t('common.supplier')}
            value={draft.supplier}
            onChange={(id) => onEdit({ supplier: id, goods: [] })}
          />
        )}
        <TextInput
          label={t('bills.supplierNumber')}
          maxLength={60}
          autoComplete="off"
          readOnly={own !== ''}
          value={draft.number}
          error={taken ?? faultOf(error, 'supplier_number')}
          onChange={(event) => onEdit({ number: event.currentTarget.value })}
        />
        <TextInput
          type="date"
          label={t('bills.billedOn')}
          value={draft.billedOn}
          error={faultOf(error, 'billed_on') ?? faultOf(error, 'posted_on')}
          onChange={(event) => onEdit({ billedOn: event.currentTarget.value })}
        />
        <TextInput
          type="date"
          label={t('invoices.dueOn')}
          value={draft.dueOn || (dueOn ?? '')}
          error={faultOf(error, 'due_on')}
          onChange={(event) => onEdit({ dueOn: event.currentTarget.value })}
        />
      </SimpleGrid>
      {draft.supplier ? (
        <Text size="xs" c="dimmed" mt="xs">
          {t('billEntry.terms', { count: supplier?.payment_days ?? 30 })} · {currency}
          {rate
            ? ` · ${t('billEntry.rate', { rate: format.number(rate.rate), currency, day: format.date(rate.day) })}`
            : ''}
        </Text>
      ) : null}
    </Card>
  );
}
