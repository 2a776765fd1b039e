import { ActionIcon, Group, Select, Stack, Text } from '@mantine/core';
import { useEventListener } from '@mantine/hooks';
import { IconTrash } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { useProduct } from '~/api/names';
import type { OfInventory, OfSales } from '~/api/schemas';
import { useMay } from '~/auth/usePerson';
import { useFormat } from '~/i18n/useFormat';
import { useReasons } from '~/i18n/useReasons';
import { DecimalInput } from '~/ui/form/DecimalInput';
import { ProductPicker } from '~/ui/pickers/ProductPicker';
import { StatusBadge } from '~/ui/StatusBadge';
import { useUnit } from '~/ui/useUnit';

import type { EntryLine } from './basket';
import classes from './entry.module.css';
import { Instead } from './Instead';
import { completing, replacing, type Portion } from './instead';
import { KitParts, KitPrice } from './KitParts';
import { WhyPrice } from './WhyPrice';

interface Props {
  line: EntryLine;
  position: number;
  quoted: OfSales['QuotedLineOut'] | undefined;
  promise: OfInventory['PromiseOut'] | undefined;
  currency: string;
  fault: (field: string) => string | undefined; // what the service says about the line's field
  onEdit: (part: Partial<EntryLine>) => void;
  onRemove: () => void;
  short?: OfSales['ShortLineOut'] | undefined; // with what could be given instead
  onTake?: (portions: Portion[]) => void;
  children?: ReactNode; // what else is said of the line
}

/** One line: what is wanted and, live, its price, its margin and when it can be there. */
export function EntryRow({ line, position, quoted, promise, currency, fault, short, ...row }: Props) {
  const { t } = useTranslation();
  const unit = useUnit();
  const { onEdit, onRemove, onTake, children } = row;
  const keys = useEventListener('keydown', (event: KeyboardEvent) => {
    const portions = short && onTake && event.altKey ? taken(short, event.code) : null;
    if (!portions) return;
    event.preventDefault();
    onTake?.(portions);
  });
  const format = useFormat();
  const say = useReasons();
  const may = useMay();
  const product = useProduct(line.product);
  const number = position + 1;
  const packagings = (product?.packagings ?? []).map((it) => ({ value: it.code, label: it.code }));
  return (
    <li className={classes.row} aria-label={t('entry.line', { number })} ref={keys}>
      <div className={classes.fields}>
        <div className={classes.product}>
          <ProductPicker
            label={t('common.product')}
            isLabelHidden
            value={line.product}
            onChange={(id) => onEdit({ product: id, packaging: '' })}
          />
        </div>
        <DecimalInput
          w={88}
          aria-label={t('entry.quantityOf', { number })}
          value={line.quantity}
          error={fault('quantity')}
          onChange={(quantity) => onEdit({ quantity })}
        />
        <Select
          w={110}
          aria-label={t('entry.packagingOf', { number })}
          data={packagings}
          placeholder={product ? unit(product.stock_uom) : ''}
          value={line.packaging || null}
          disabled={packagings.length === 0}
          clearable={packagings.length > 0}
          error={fault('packaging_code')}
          onChange={(code) => onEdit({ packaging: code ?? '' })}
        />
        {may('sales.prices.set') ? (
          <DecimalInput
            w={110}
            aria-label={t('entry.priceOf', { number })}
            placeholder={t('prices.auto')}
            value={line.price}
            error={fault('unit_price')}
            onChange={(price) => onEdit({ price })}
          />
        ) : null}
        <Text className={`figure ${classes.net}`} fw={650}>
          {quoted ? format.money(quoted.net, currency) : '–'}
        </Text>
        <ActionIcon size={30} aria-label={t('prices.removeLine', { number })} onClick={onRemove}>
          <IconTrash size={16} />
        </ActionIcon>
      </div>
      {fault('product_id') ? (
        <Text size="xs" c="red">
          {fault('product_id')}
        </Text>
      ) : null}
      {quoted ? (
        <Group gap="xs" mt={6} align="center">
          {quoted.parts.length > 0 ? (
            <KitPrice line={quoted} currency={currency} />
          ) : (
            <WhyPrice line={quoted} currency={currency} />
          )}
          {quoted.margin ? <StatusBadge list="verdict" value={quoted.margin.verdict} /> : null}
          {quoted.margin?.margin_rate ? (
            <Text size="sm" className="figure">
              {t('common.margin')} {format.rate(quoted.margin.margin_rate)}
            </Text>
          ) : null}
          {line.isDropShipped ? null : <Promise quoted={quoted} promise={promise} />}
        </Group>
      ) : null}
      {quoted?.margin && quoted.parts.length === 0 && quoted.margin.verdict !== 'allowed' ? (
        <Text size="sm" c="orange" mt={2}>
          {say(quoted.margin, currency)}
        </Text>
      ) : null}
      {quoted && quoted.parts.length > 0 ? <KitParts line={quoted} currency={currency} /> : null}
      {short && onTake ? <Instead short={short} currency={currency} onTake={onTake} /> : null}
      {children}
    </li>
  );
}

/** What the first substitute makes of the line by a key: R replaces it, C completes it. */
function taken(short: OfSales['ShortLineOut'], code: string): Portion[] | null {
  const [best] = short.offers;
  if (!best) return null;
  if (code === 'KeyR') return replacing(short, best);
  return code === 'KeyC' ? completing(short, best) : null;
}

function Promise({ quoted, promise }: Pick<Props, 'promise'> & { quoted: OfSales['QuotedLineOut'] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const isShort = promise !== undefined && Number(promise.missing) > 0;
  const day = promise?.on ? t('entry.promised', { date: format.date(promise.on) }) : null;
  return (
    <Stack gap={0}>
      <Text size="sm" c={isShort ? 'red' : 'dimmed'} className="figure">
        {t('entry.available', { quantity: format.number(quoted.quantity_available) })}
        {isShort ? ` · ${t('entry.missing', { quantity: format.number(promise.missing) })}` : day ? ` · ${day}` : ''}
      </Text>
    </Stack>
  );
}
