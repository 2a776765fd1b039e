import { Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api } from '~/api/client';
import { ProductPicker } from '~/ui/pickers/ProductPicker';
import { Trouble } from '~/ui/Trouble';

import { goodsReceived, goodsToCome, type GoodsLine } from './draft';

interface Props {
  supplier: string;
  onAdd: (lines: GoodsLine[]) => void;
}

const FOUND = 50;

/** A product by hand: what came of it and is not billed; else what is ordered of it and still to come. */
export function ByHand({ supplier, onAdd }: Props) {
  const { t } = useTranslation();
  const [isUnknown, setIsUnknown] = useState(false);
  const find = useMutation({
    mutationFn: (product: string) => linesOf(supplier, product),
    onSuccess: (found) => {
      setIsUnknown(found.length === 0);
      if (found.length > 0) onAdd(found);
    },
  });
  return (
    <>
      <ProductPicker
        label={t('billEntry.addProduct')}
        value=""
        onChange={(product) => (product ? find.mutate(product) : undefined)}
      />
      {find.error ? <Trouble error={find.error} /> : null}
      {isUnknown && !find.isPending ? (
        <Text size="xs" c="orange" mt={4} role="status">
          {t('billEntry.notOrdered')}
        </Text>
      ) : null}
    </>
  );
}

async function linesOf(supplier: string, product: string): Promise<GoodsLine[]> {
  const query = { supplier_id: supplier, product_id: product, limit: FOUND };
  const came = await api.GET('/api/accounting/v1/gr-ir/lines', { params: { query: { ...query, to_bill_only: true } } });
  const received = (came.data?.items ?? []).map(goodsReceived);
  if (received.length > 0) return received;
  const toCome = await api.GET('/api/accounting/v1/gr-ir/to-come', { params: { query } });
  return (toCome.data?.items ?? []).map(goodsToCome);
}
