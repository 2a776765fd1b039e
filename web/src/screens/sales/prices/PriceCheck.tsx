import { ActionIcon, Button, Group, NumberInput, SegmentedControl, SimpleGrid, Stack, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData } from '@tanstack/react-query';
import { IconCalculator, IconPlus, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';

import { hooks } from '~/api/client';
import { usePartner } from '~/api/names';
import { useMay } from '~/auth/usePerson';
import { useFormat } from '~/i18n/useFormat';
import { Card } from '~/ui/Card';
import { Empty } from '~/ui/Empty';
import { WarehousePicker } from '~/ui/form/WarehousePicker';
import { Page } from '~/ui/Page';
import { PartnerPicker } from '~/ui/pickers/PartnerPicker';
import { ProductPicker } from '~/ui/pickers/ProductPicker';
import { Trouble } from '~/ui/Trouble';

import { linesOf, paramOf, type AskedLine } from './asked';
import { QuotedLine } from './QuotedLine';
import { QuoteTotal } from './QuoteTotal';

const CHANGES = ['-0.05', '0', '0.03', '0.08', '0.15'] as const;

/** What something costs this customer and why, what it leaves, and what would pass: nothing is written. */
export default function PriceCheck() {
  const { t } = useTranslation();
  const format = useFormat();
  const may = useMay();
  const [search, setSearch] = useSearchParams();
  const customer = search.get('customer') ?? '';
  const partner = usePartner(customer);
  const change = search.get('costs') ?? '0';
  const site = search.get('site') ?? '';
  const lines = linesOf(search.get('lines') ?? '');
  const set = (values: Record<string, string>) =>
    setSearch(
      (before) => {
        for (const [key, value] of Object.entries(values)) before.set(key, value);
        return before;
      },
      { replace: true },
    );
  const setLines = (next: AskedLine[]) => set({ lines: paramOf(next) });
  const edit = (position: number, part: Partial<AskedLine>) =>
    setLines(lines.map((line, n) => (n === position ? { ...line, ...part } : line)));

  const complete = lines.filter((line) => line.product && Number(line.quantity) > 0);
  const [asked] = useDebouncedValue(
    JSON.stringify({
      customer_id: customer,
      channel: partner?.channel || 'field',
      cost_change: change,
      warehouse: site || null,
      lines: complete.map((line) => ({
        product_id: line.product,
        quantity: line.quantity,
        unit_price: line.price || null,
      })),
    }),
    250,
  );
  const body = JSON.parse(asked) as {
    customer_id: string;
    channel: string;
    cost_change: string;
    warehouse: string | null;
    lines: { product_id: string; quantity: string; unit_price: string | null }[];
  };
  const isAskable = body.customer_id !== '' && partner !== undefined && body.lines.length > 0;
  const quote = hooks.useQuery(
    'post',
    '/api/pricing/v1/quotes',
    { body },
    { enabled: isAskable, placeholderData: keepPreviousData },
  );
  const signed = (value: string) =>
    value === '0' ? '±0 %' : `${value.startsWith('-') ? '' : '+'}${format.rate(value)}`;

  return (
    <Page title={t('screens.prices')} note={t('prices.hint')}>
      <Stack gap="md">
        <Card>
          <SimpleGrid cols={{ base: 1, sm: 3 }} mt="xs">
            <PartnerPicker
              side="customer"
              label={t('prices.customer')}
              value={customer}
              onChange={(id) => set({ customer: id })}
            />
            {may('inventory.stock.read') ? (
              <WarehousePicker value={site} onChange={(code) => set({ site: code })} />
            ) : null}
            <div>
              <Text size="xs" fw={500} mb={2} id="cost-change">
                {t('prices.costChange')}
              </Text>
              <SegmentedControl
                aria-labelledby="cost-change"
                value={change}
                onChange={(value) => set({ costs: value })}
                data={CHANGES.map((value) => ({ value, label: signed(value) }))}
              />
            </div>
          </SimpleGrid>
          <Stack gap="xs" mt="md">
            {lines.map((line, position) => (
              <Group key={position} gap="xs" align="flex-end" wrap="wrap">
                <Group flex="1 1 260px" grow>
                  <ProductPicker
                    label={t('common.product')}
                    isLabelHidden={position > 0}
                    value={line.product}
                    onChange={(product) => edit(position, { product })}
                  />
                </Group>
                <NumberInput
                  w={100}
                  min={0}
                  label={position === 0 ? t('common.quantity') : undefined}
                  aria-label={t('common.quantity')}
                  value={line.quantity}
                  onChange={(quantity) => edit(position, { quantity: String(quantity) })}
                />
                <NumberInput
                  w={120}
                  min={0}
                  decimalScale={4}
                  label={position === 0 ? t('prices.own') : undefined}
                  aria-label={t('prices.own')}
                  placeholder={t('prices.auto')}
                  value={line.price}
                  onChange={(price) => edit(position, { price: String(price) })}
                />
                <ActionIcon
                  size={30}
                  aria-label={t('prices.removeLine', { number: position + 1 })}
                  onClick={() => setLines(lines.filter((_, n) => n !== position))}
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
            onClick={() => setLines([...lines, { product: '', quantity: '1', price: '' }])}
          >
            {t('prices.addLine')}
          </Button>
        </Card>
        {quote.error ? <Trouble error={quote.error} /> : null}
        {isAskable && quote.data ? (
          <>
            <QuoteTotal quote={quote.data} change={change === '0' ? '' : signed(change)} />
            {quote.data.lines.map((line, position) => (
              <QuotedLine key={`${line.product_id}-${position}`} line={line} currency={quote.data.currency} />
            ))}
          </>
        ) : null}
        {isAskable ? null : <Empty icon={IconCalculator} title={t('prices.emptyTitle')} hint={t('prices.hint')} />}
      </Stack>
    </Page>
  );
}
