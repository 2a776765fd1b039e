import { Button, SimpleGrid, Textarea, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';

import { api } from '~/api/client';
import { useMay } from '~/auth/usePerson';
import { Choice } from '~/ui/Choice';
import { DecimalInput } from '~/ui/form/DecimalInput';
import { faultOf } from '~/ui/form/faults';
import { PartnerPicker } from '~/ui/pickers/PartnerPicker';
import { ProductPicker } from '~/ui/pickers/ProductPicker';
import { useAct } from '~/ui/useAct';

import { FamilyPicker } from '../shared/FamilyPicker';
import { FormDialog } from '~/ui/form/FormDialog';
import { RateInput } from '../shared/RateInput';
import { today } from '../shared/scope';
import { bodyOf, isWhole, type Asked } from './asked';

const empty = (): Asked => ({
  customer: '',
  on: 'product',
  product: '',
  family: '',
  kind: 'price',
  price: '',
  discount: '',
  minMargin: '',
  cap: '',
  channel: '',
  from: today(),
  until: '',
  reason: '',
});

/** Ask for a special price: why, until when and for how many; somebody else grants it. */
export function AskException() {
  const { t } = useTranslation();
  const may = useMay();
  const [isOpen, setIsOpen] = useState(false);
  if (!may('pricing.exceptions.write')) return null;
  return (
    <>
      <Button leftSection={<IconPlus size={15} />} onClick={() => setIsOpen(true)}>
        {t('exceptions.new')}
      </Button>
      {isOpen ? <AskDialog onClose={() => setIsOpen(false)} /> : null}
    </>
  );
}

function AskDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [asked, setAsked] = useState(empty);
  const set = (part: Partial<Asked>) => setAsked((before) => ({ ...before, ...part }));
  const isPrice = asked.kind === 'price' && asked.on === 'product';
  const ask = useAct({
    act: async () => {
      const { data } = await api.POST('/api/pricing/v1/exceptions', { body: bodyOf(asked) });
      if (!data) return;
      notifications.show({ color: 'green', message: t('exceptions.asked', { number: data.number }) });
      await navigate(`/price-exceptions/${data.id}`);
    },
  });
  return (
    <FormDialog
      title={t('exceptions.new')}
      action={t('exceptions.ask')}
      isReady={isWhole(asked)}
      act={ask}
      onClose={onClose}
    >
      <PartnerPicker
        side="customer"
        label={t('common.customer')}
        value={asked.customer}
        onChange={(customer) => set({ customer })}
      />
      <Choice
        label={t('exceptions.on')}
        value={asked.on}
        onChange={(on) => set({ on })}
        options={[
          { value: 'product', label: t('exceptions.aProduct') },
          { value: 'family', label: t('exceptions.aFamily') },
        ]}
      />
      {asked.on === 'product' ? (
        <>
          <ProductPicker label={t('common.product')} value={asked.product} onChange={(product) => set({ product })} />
          <Choice
            label={t('exceptions.kind')}
            value={asked.kind}
            onChange={(kind) => set({ kind })}
            options={[
              { value: 'price', label: t('exceptions.fixedPrice') },
              { value: 'discount', label: t('exceptions.aDiscount') },
            ]}
          />
        </>
      ) : (
        <FamilyPicker
          isRequired
          value={asked.family}
          error={faultOf(ask.error, 'family_code')}
          onChange={(family) => set({ family })}
        />
      )}
      <SimpleGrid cols={{ base: 1, sm: 3 }} spacing="sm">
        {isPrice ? (
          <DecimalInput
            label={t('exceptions.price')}
            required
            value={asked.price}
            error={faultOf(ask.error, 'unit_price')}
            onChange={(price) => set({ price })}
          />
        ) : (
          <RateInput
            label={`${t('exceptions.discount')} (%)`}
            required
            value={asked.discount}
            error={faultOf(ask.error, 'discount_rate')}
            onChange={(discount) => set({ discount })}
          />
        )}
        <DecimalInput
          label={t('exceptions.cap')}
          required
          value={asked.cap}
          error={faultOf(ask.error, 'quantity_cap')}
          onChange={(cap) => set({ cap })}
        />
        <RateInput
          label={t('exceptions.minMargin')}
          value={asked.minMargin}
          error={faultOf(ask.error, 'min_margin_rate')}
          onChange={(minMargin) => set({ minMargin })}
        />
        <TextInput
          type="date"
          label={t('pricing.from')}
          value={asked.from}
          onChange={(event) => set({ from: event.currentTarget.value })}
        />
        <TextInput
          type="date"
          label={t('pricing.until')}
          required
          value={asked.until}
          error={faultOf(ask.error, 'effective_until')}
          onChange={(event) => set({ until: event.currentTarget.value })}
        />
        <TextInput
          label={t('pricing.channel')}
          placeholder={t('pricing.everyChannel')}
          value={asked.channel}
          error={faultOf(ask.error, 'channel')}
          onChange={(event) => set({ channel: event.currentTarget.value })}
        />
      </SimpleGrid>
      <Textarea
        label={t('common.reason')}
        required
        autosize
        minRows={2}
        maxLength={500}
        value={asked.reason}
        error={faultOf(ask.error, 'reason')}
        onChange={(event) => set({ reason: event.currentTarget.value })}
      />
    </FormDialog>
  );
}
