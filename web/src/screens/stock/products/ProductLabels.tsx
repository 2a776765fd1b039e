import { Select, SimpleGrid, TextInput } from '@mantine/core';
import { IconTag } from '@tabler/icons-react';
import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api } from '~/api/client';
import type { OfCatalog } from '~/api/schemas';
import { FormDialog } from '~/ui/form/FormDialog';
import { faultOf } from '~/ui/form/faults';
import { save } from '~/ui/save';
import { useUnit } from '~/ui/useUnit';

type Product = OfCatalog['ProductOut'];

const SYMBOLS = { 'gs1-128': 'GS1-128', 'gs1-datamatrix': 'GS1 DataMatrix' } as const;
const COPIES_MAX = 500;
const AT_ONCE = 200;

/** Labels of one product or of many: which packaging, how many of each, for which printer. */
export function ProductLabels({ products }: { products: readonly Product[] }) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const [first] = products;
  const name = products.length > 1 ? t('labels.chosen', { count: products.length }) : t('labels.print');
  return (
    <>
      <Button
        size="sm"
        variant="default"
        leftSection={<IconTag size={16} />}
        disabled={products.length > AT_ONCE}
        onClick={() => setOpen(true)}
      >
        {name}
      </Button>
      {isOpen && first ? (
        <LabelsDialog products={[first, ...products.slice(1)]} onClose={() => setOpen(false)} />
      ) : null}
    </>
  );
}

function LabelsDialog({ products, onClose }: { products: readonly [Product, ...Product[]]; onClose: () => void }) {
  const { t, i18n } = useTranslation();
  const unit = useUnit();
  const [packaging, setPackaging] = useState('');
  const [copies, setCopies] = useState('1');
  const [symbology, setSymbology] = useState<keyof typeof SYMBOLS>('gs1-128');
  const [format, setFormat] = useState<OfCatalog['LabelFormat']>('pdf');
  const isOne = products.length === 1;
  const isReadable = /^\d{1,3}$/.test(copies) && Number(copies) >= 1 && Number(copies) <= COPIES_MAX;
  const print = useMutation({
    mutationFn: async () => {
      const lines = products.map(({ id }) => ({
        product_id: id,
        packaging: packaging || null,
        copies: Number(copies),
      }));
      const language = i18n.language === 'en' ? ('en' as const) : ('fr' as const);
      const body = { lines, symbology, format, language };
      const { data } = await api.POST('/api/catalog/v1/product-labels', { body, parseAs: 'blob' });
      const name = isOne ? products[0].sku : 'labels';
      if (data instanceof Blob) save(`${name}.${format}`, data);
    },
  });
  return (
    <FormDialog title={t('labels.print')} action={t('labels.make')} isReady={isReadable} act={print} onClose={onClose}>
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <TextInput
          data-autofocus
          label={t('labels.copies')}
          inputMode="numeric"
          value={copies}
          error={isReadable ? undefined : t('entry.noFigure')}
          onChange={(event) => setCopies(event.currentTarget.value.trim())}
        />
        {isOne ? (
          <Select
            label={t('record.packaging')}
            placeholder={unit(products[0].stock_uom)}
            clearable
            data={products[0].packagings.map(({ code }) => code)}
            value={packaging || null}
            error={faultOf(print.error, 'lines.0.packaging')}
            onChange={(code) => setPackaging(code ?? '')}
          />
        ) : null}
        <Select
          label={t('labels.symbology')}
          allowDeselect={false}
          data={Object.entries(SYMBOLS).map(([value, label]) => ({ value, label }))}
          value={symbology}
          onChange={(value) => setSymbology(value === 'gs1-datamatrix' ? value : 'gs1-128')}
        />
        <Select
          label={t('labels.printer')}
          allowDeselect={false}
          data={[
            { value: 'pdf', label: t('labels.pdf') },
            { value: 'zpl', label: t('labels.zpl') },
          ]}
          value={format}
          onChange={(value) => setFormat(value === 'zpl' ? value : 'pdf')}
        />
      </SimpleGrid>
    </FormDialog>
  );
}
