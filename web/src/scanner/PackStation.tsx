import { Button, Card, NativeSelect, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { flushSync } from 'react-dom';
import { useTranslation } from 'react-i18next';

import { api } from '~/api/client';
import { useProduct } from '~/api/names';
import { useFormat } from '~/i18n/useFormat';
import { looseOf, type Loose } from '~/screens/stock/shipping/parcel';
import { DecimalInput } from '~/ui/form/DecimalInput';
import { decimalOf, isQuantity, plain } from '~/ui/form/decimals';
import { LabelMenu } from '~/ui/LabelMenu';
import { ProductName } from '~/ui/Name';

import { CodeEntry } from './CodeEntry';
import { understand } from './codes';
import { packageEntries } from './entries';
import { put, stillLoose, type Packed } from './parcel';
import type { Entry, Kept } from './queue';
import { sound } from './sounds';
import { useInTurn } from './useInTurn';
import { usePacking } from './usePacking';
import { useOutcome } from './useOutcome';
import { useWedge } from './useWedge';

interface Props {
  waiting: Kept[];
  onDone: (entry: Entry, label: string) => Promise<void>;
  onLeave: () => void;
}

/** Pack an order: scan it, scan what goes into the package, close it with its weight, print its label. */
export function PackStation({ waiting, onDone, onLeave }: Props) {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const [order, setOrder] = useState('');
  const [packed, setPacked] = useState<Packed[]>([]);
  const [weight, setWeight] = useState('');
  const outcome = useOutcome();
  const { orders, standing, packages } = usePacking(order);
  const loose = stillLoose(looseOf(standing), waiting);
  const chosen = orders.find(({ sales_order_id }) => sales_order_id === order);

  const { fail } = outcome;
  const choose = (id: string) => {
    setOrder(id);
    setPacked([]);
    setWeight('');
  };
  const take = useInTurn(async (code) => {
    outcome.clear();
    const named = orders.find(({ number }) => number.toUpperCase() === code.trim().toUpperCase());
    if (named) {
      sound(true);
      flushSync(() => choose(named.sales_order_id));
      return;
    }
    if (!order) {
      fail(t('packing.wantOrder'));
      return;
    }
    try {
      const scanned = await understand(code, i18n.language);
      const next = 'place' in scanned ? ('notOfOrder' as const) : put(loose, packed, scanned.product);
      if (typeof next === 'string') {
        const what = 'place' in scanned ? code : `${scanned.product.sku} · ${scanned.product.name}`;
        fail(t(`packing.${next}`, { what, number: chosen?.number ?? '' }));
        return;
      }
      sound(true);
      flushSync(() => setPacked(next));
    } catch (error) {
      outcome.failBy(error, code);
    }
  });
  useWedge(take);

  const close = async () => {
    const label = t('packing.package', { number: chosen?.number ?? '', count: packed.length });
    for (const entry of packageEntries(order, loose, packed, weight ? decimalOf(weight) : null)) {
      await onDone(entry, label);
    }
    outcome.keep(label);
    setPacked([]);
    setWeight('');
  };

  return (
    <Stack>
      <NativeSelect
        size="lg"
        label={t('packing.order')}
        value={order}
        onChange={(event) => choose(event.currentTarget.value)}
        data={[
          { value: '', label: '–' },
          ...orders.map(({ sales_order_id, number }) => ({ value: sales_order_id, label: number })),
        ]}
      />
      <Card withBorder padding="lg" aria-live="assertive">
        <Title order={2}>{t(headOf(order, loose.length > 0))}</Title>
        {loose.map((each) => (
          <LooseLine key={each.key} loose={each} packed={packed.find(({ key }) => key === each.key)?.quantity ?? '0'} />
        ))}
      </Card>
      {outcome.shown}
      {packed.length > 0 ? (
        <>
          <DecimalInput size="xl" label={t('shipping.weight')} value={weight} onChange={setWeight} />
          <Button size="xl" h={72} disabled={weight !== '' && !isQuantity(weight)} onClick={() => void close()}>
            {t('packing.close')}
          </Button>
        </>
      ) : null}
      {packages.map((each) => (
        <LabelMenu
          key={each.id}
          size="lg"
          name={each.sscc}
          label={[each.sscc, each.weight_kg ? `${format.number(plain(each.weight_kg))} kg` : '']
            .filter(Boolean)
            .join(' · ')}
          load={(wanted, language) =>
            api.GET('/api/inventory/v1/packages/{package_id}/label', {
              params: { path: { package_id: each.id }, query: { format: wanted, language } },
              parseAs: 'blob',
            })
          }
        />
      ))}
      <CodeEntry
        onCode={take}
        onBlind={() => fail(t('scanner.noAnswer'))}
        onAgain={() => setPacked([])}
        onLeave={onLeave}
      />
    </Stack>
  );
}

function LooseLine({ loose, packed }: { loose: Loose; packed: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const product = useProduct(loose.product);
  return (
    <Text size="lg" fw={Number(packed) > 0 ? 600 : 400}>
      <span className="figure">
        {format.number(packed)} / {format.number(loose.quantity)}
      </span>{' '}
      · {product?.sku} · <ProductName id={loose.product} isLink={false} />
      {loose.lot ? ` · ${t('scanner.lot', { lot: loose.lot })}` : ''}
    </Text>
  );
}

function headOf(order: string, isAnyLoose: boolean) {
  if (!order) return 'packing.wantOrder';
  return isAnyLoose ? 'scanner.wantProduct' : 'packing.nothingLeft';
}
