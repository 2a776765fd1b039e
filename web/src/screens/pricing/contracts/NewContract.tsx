import { ActionIcon, Button, Checkbox, Group, SimpleGrid, Stack, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';

import { api } from '~/api/client';
import { Card } from '~/ui/Card';
import { DecimalInput } from '~/ui/form/DecimalInput';
import { faultOf } from '~/ui/form/faults';
import { Page } from '~/ui/Page';
import { PartnerPicker } from '~/ui/pickers/PartnerPicker';
import { ProductPicker } from '~/ui/pickers/ProductPicker';
import { Trouble } from '~/ui/Trouble';
import { useAct } from '~/ui/useAct';

import { FamilyPicker } from '../shared/FamilyPicker';
import { RateInput } from '../shared/RateInput';
import { today } from '../shared/scope';
import { EMPTY_LINE, isWholeLine, lineBody, type TypedLine } from './typed';

/** Write down what was agreed with a customer. */
export default function NewContract() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [head, setHead] = useState({ code: '', name: '', customer: '', currency: 'EUR', from: today(), until: '' });
  const [takesRules, setTakesRules] = useState(false);
  const [lines, setLines] = useState<readonly TypedLine[]>([EMPTY_LINE]);
  const set = (part: Partial<typeof head>) => setHead((before) => ({ ...before, ...part }));
  const edit = (at: number, part: Partial<TypedLine>) =>
    setLines((before) => before.map((line, position) => (position === at ? { ...line, ...part } : line)));
  const save = useAct({
    act: async () => {
      const body = {
        code: head.code.trim(),
        name: head.name.trim(),
        customer_id: head.customer,
        currency: head.currency.trim().toUpperCase(),
        effective_from: head.from,
        effective_until: head.until || null,
        takes_rules: takesRules,
        lines: lines.map(lineBody),
      };
      const { data } = await api.PUT('/api/pricing/v1/contracts', { body });
      if (!data) return;
      notifications.show({ color: 'green', message: t('contracts.saved', { code: data.code }) });
      await navigate(`/contracts/${data.id}`);
    },
  });
  const isReady =
    head.code.trim() !== '' && head.name.trim() !== '' && head.customer !== '' && head.from !== '' && lines.length > 0;
  const field = (key: 'code' | 'name' | 'currency' | 'from' | 'until', label: string, name: string, type = 'text') => (
    <TextInput
      type={type}
      label={label}
      value={head[key]}
      error={faultOf(save.error, name)}
      onChange={(event) => set({ [key]: event.currentTarget.value })}
    />
  );
  return (
    <Page
      title={t('screens.newContract')}
      actions={
        <Button loading={save.isPending} disabled={!isReady || !lines.every(isWholeLine)} onClick={() => save.mutate()}>
          {t('common.save')}
        </Button>
      }
    >
      <Stack gap="md">
        {save.error ? <Trouble error={save.error} /> : null}
        <Card title={t('screens.contract')}>
          <SimpleGrid cols={{ base: 1, sm: 3 }} spacing="sm">
            <PartnerPicker
              side="customer"
              label={t('common.customer')}
              value={head.customer}
              onChange={(customer) => set({ customer })}
            />
            {field('code', t('pricing.code'), 'code')}
            {field('name', t('pricing.name'), 'name')}
            {field('from', t('pricing.from'), 'effective_from', 'date')}
            {field('until', t('pricing.until'), 'effective_until', 'date')}
            {field('currency', t('pricing.currency'), 'currency')}
          </SimpleGrid>
          <Checkbox
            mt="sm"
            label={t('contracts.takesRulesHint')}
            checked={takesRules}
            onChange={(event) => setTakesRules(event.currentTarget.checked)}
          />
        </Card>
        <Card title={t('contracts.lines')}>
          <Stack gap="sm">
            {lines.map((line, at) => (
              <Group key={at} align="flex-end" gap="sm" wrap="wrap" role="group" aria-label={`${at + 1}`}>
                <Group flex="1 1 380px" grow align="flex-end">
                  <ProductPicker
                    label={t('common.product')}
                    value={line.product}
                    onChange={(product) => edit(at, { product, family: '' })}
                  />
                  {line.product ? null : (
                    <FamilyPicker
                      isRequired
                      value={line.family}
                      error={faultOf(save.error, `lines.${at}.family_code`)}
                      onChange={(family) => edit(at, { family })}
                    />
                  )}
                </Group>
                <DecimalInput
                  w={130}
                  label={t('pricing.fromQuantity')}
                  value={line.quantity}
                  onChange={(quantity) => edit(at, { quantity })}
                />
                {line.product ? (
                  <DecimalInput
                    w={110}
                    label={t('contracts.price')}
                    value={line.price}
                    error={faultOf(save.error, `lines.${at}.unit_price`)}
                    onChange={(price) => edit(at, { price, discount: '' })}
                  />
                ) : null}
                <RateInput
                  w={110}
                  label={t('contracts.discount')}
                  value={line.discount}
                  disabled={line.price !== '' && line.product !== ''}
                  error={faultOf(save.error, `lines.${at}.discount_rate`)}
                  onChange={(discount) => edit(at, { discount })}
                />
                {line.product ? (
                  <DecimalInput
                    w={140}
                    label={t('contracts.cap')}
                    value={line.cap}
                    disabled={line.price === ''}
                    error={faultOf(save.error, `lines.${at}.quantity_cap`)}
                    onChange={(cap) => edit(at, { cap })}
                  />
                ) : null}
                <ActionIcon
                  size={30}
                  aria-label={t('contracts.removeLine', { number: at + 1 })}
                  onClick={() => setLines(lines.filter((_, position) => position !== at))}
                >
                  <IconTrash size={16} />
                </ActionIcon>
              </Group>
            ))}
          </Stack>
          <Button
            mt="sm"
            variant="default"
            leftSection={<IconPlus size={15} />}
            onClick={() => setLines([...lines, EMPTY_LINE])}
          >
            {t('contracts.addLine')}
          </Button>
        </Card>
      </Stack>
    </Page>
  );
}
